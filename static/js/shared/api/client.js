// @ts-check
// Sends requests to the app's own API. The session token exists only in this module's memory and is sent as a header.
// When the session has ended, the client gets a new one with a fresh authorization of the portal and repeats the
// request once.

import { boot, text } from "../boot.js";
import { refreshAuth } from "../bx24.js";

/** @typedef {{ body?: object | undefined, content?: Blob | string, headers?: Record<string, string>, signal?: AbortSignal | undefined, limit?: number }} Options */

const READ_LIMIT = 60_000;
export const FILE_LIMIT = 600_000;
const STREAM_LIMIT = 3_600_000;
const RENEW_BEFORE_END = 60_000;
const LONGEST_TRUSTED_SESSION = 3_600_000;
const RENEWABLE = new Set(["session_expired", "session_missing", "portal_unauthorized"]);

/** A failed request in words for people. `code` is the API's code, or `network` or `answer` for the page's own two. */
export class Problem extends Error {
  /** @param {{ code: string, title: string, detail: string, requestId?: string, answer?: any }} problem `answer`: the whole answer */
  constructor({ code, title, detail, requestId = "", answer = {} }) {
    super(title);
    this.name = "Problem";
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.requestId = requestId;
    this.answer = answer;
  }

  /** Whether the service may have carried out the request although the answer does not say so. */
  get isUncertain() {
    return ["network", "answer", "portal_timeout", "portal_unavailable", "internal"].includes(this.code);
  }
}

const networkProblem = () =>
  new Problem({ code: "network", title: text("js-network-title"), detail: text("js-network-text") });

let session = boot.session ?? "";
let sessionEnds = sessionEndOf(boot.expires_at);
/** @type {Promise<boolean> | null} */
let renewal = null;
/** Whether another user has signed in to the portal in this browser. The page does not renew its session then. */
let isOtherUser = false;

/**
 * Sends a request once, without a session renewal, and reads the answer with `read`. The limit covers both.
 * @template T
 * @param {string} method
 * @param {string} path
 * @param {Options} options
 * @param {(response: Response) => Promise<T>} read
 * @returns {Promise<T>}
 */
async function sendOnce(method, path, { body, content, headers = {}, signal, limit = READ_LIMIT }, read) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, limit);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) {
    abort();
  }
  try {
    const response = await fetch(path, {
      method,
      headers: {
        Accept: "application/json",
        "Accept-Language": boot.language,
        ...(session ? { Authorization: `Bearer ${session}` } : {}),
        ...(body ? { "Content-Type": "application/json" } : {}),
        ...headers,
      },
      body: content ?? (body ? JSON.stringify(body) : null),
      signal: controller.signal,
      credentials: "omit",
      cache: "no-store",
    });
    if (!response.ok) {
      throw await readProblem(response);
    }
    return await read(response);
  } catch (error) {
    if (signal?.aborted || error instanceof Problem) {
      throw error;
    }
    throw networkProblem();
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/**
 * @param {Response} response
 * @returns {Promise<any>} null if the content is not JSON, such as a proxy's page
 */
async function readJson(response) {
  const content = await response.text();
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

/** @param {string} requestId */
const unreadableAnswer = (requestId) =>
  new Problem({ code: "answer", title: text("js-answer-title"), detail: text("js-answer-text"), requestId });

/** @param {Response} response */
async function readProblem(response) {
  const data = await readJson(response);
  const requestId = String(data?.request_id ?? response.headers.get("X-Request-Id") ?? "");
  if (typeof data?.title !== "string") {
    return unreadableAnswer(requestId);
  }
  const { code = "internal", title, detail = "" } = data;
  return new Problem({ code: String(code), title, detail: String(detail), requestId, answer: data });
}

/**
 * @param {Response} response
 * @returns {Promise<any>}
 */
async function readAnswer(response) {
  const data = await readJson(response);
  if (data === null) {
    throw unreadableAnswer(response.headers.get("X-Request-Id") ?? "");
  }
  return data;
}

/**
 * When a session ends, in the page's own time. The computer's clock may be wrong. Then the page waits until the service
 * refuses the session.
 * @param {number | undefined} expiresAt in seconds since 1970
 */
function sessionEndOf(expiresAt) {
  const left = (expiresAt ?? 0) * 1000 - Date.now();
  return left > RENEW_BEFORE_END && left <= LONGEST_TRUSTED_SESSION ? performance.now() + left : Infinity;
}

/** Renews the session. Callers that ask at the same time share one renewal. */
function renewOnce() {
  renewal ??= renewSession().finally(() => {
    renewal = null;
  });
  return renewal;
}

/** Gets a new session with an authorization that the portal's library has just renewed. */
async function renewSession() {
  if (isOtherUser) {
    return false;
  }
  const auth = await refreshAuth();
  if (!auth?.access_token) {
    return false;
  }
  const ends = Number(auth.expires_in);
  // BX24.js names the end in milliseconds since 1970. Other libraries name the remaining seconds.
  const seconds = ends > 1e9 ? Math.round((ends - Date.now()) / 1000) : ends;
  const body = {
    domain: auth.domain ?? boot.portal_domain,
    auth_id: auth.access_token,
    ...(auth.refresh_token ? { refresh_id: auth.refresh_token } : {}),
    ...(seconds > 0 ? { auth_expires: seconds } : {}),
    member_id: auth.member_id ?? boot.member_id,
  };
  try {
    /** @type {import("../types.js").SessionAnswer} */
    const answer = await sendOnce("POST", "/api/session", { body }, readAnswer);
    if (answer.user_id !== boot.user_id) {
      // Another user has signed in to the portal in this browser. That user must not confirm what the page shows.
      isOtherUser = true;
      return false;
    }
    session = answer.session;
    sessionEnds = sessionEndOf(answer.expires_at);
    return true;
  } catch {
    return false;
  }
}

/**
 * Sends a request and reads its answer. Renews the session if needed.
 * @template T
 * @param {string} method
 * @param {string} path
 * @param {Options} options
 * @param {(response: Response) => Promise<T>} read
 * @returns {Promise<T>}
 */
async function send(method, path, options, read) {
  if (performance.now() > sessionEnds - RENEW_BEFORE_END) {
    sessionEnds = Infinity;
    await renewOnce();
  }
  try {
    return await sendOnce(method, path, options, read);
  } catch (error) {
    if (!(error instanceof Problem) || !RENEWABLE.has(error.code)) {
      throw error;
    }
    if (!(await renewOnce())) {
      throw error;
    }
    return sendOnce(method, path, options, read);
  }
}

/**
 * Calls the API and returns the JSON of its answer.
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<any>}
 */
export function request(method, path, options = {}) {
  return send(method, path, options, readAnswer);
}

/**
 * Calls the API about a resource that has versions, and returns the version as well.
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<{ data: any, version: string }>}
 */
export function requestWithVersion(method, path, options = {}) {
  return send(method, path, options, async (response) => ({
    data: await readAnswer(response),
    version: response.headers.get("ETag") ?? "",
  }));
}

/**
 * Loads a file of the API. A link cannot send the session's header, so the page loads the file itself.
 * @param {string} path
 * @returns {Promise<Blob>}
 */
export function loadFile(path) {
  return send("GET", path, { headers: { Accept: "*/*" }, limit: FILE_LIMIT }, (response) => response.blob());
}

/**
 * Reads an answer in pieces as they arrive, until the service or the signal ends it.
 * @param {string} path
 * @param {AbortSignal} signal
 * @param {(piece: string) => void} onPiece
 */
export function readStream(path, signal, onPiece) {
  const options = { headers: { Accept: "text/event-stream" }, signal, limit: STREAM_LIMIT };
  return send("GET", path, options, async (response) => {
    const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      onPiece(piece.value);
    }
  });
}
