// @ts-check
// The app's own API. The session token lives in this module's memory alone and travels as a header; when it has
// ended, the portal is asked for a fresh authorization and the request is repeated once.

import { boot, text } from "../boot.js";
import { refreshAuth } from "../bx24.js";

/** @typedef {{ body?: object | undefined, content?: Blob | string, headers?: Record<string, string>, signal?: AbortSignal | undefined, limit?: number }} Options */

const READ_LIMIT = 60_000;
export const FILE_LIMIT = 600_000;
const STREAM_LIMIT = 3_600_000;
const EARLY = 60_000;
const LONGEST_SESSION = 3_600_000;
const RENEWABLE = new Set(["session_expired", "session_missing", "portal_unauthorized"]);

/** What went wrong, in words for people; `code` is the contract's, or `network` or `answer` for our own two. */
export class Problem extends Error {
  /** @param {{ code: string, title: string, detail: string, requestId?: string, more?: any }} about `more`: the whole answer */
  constructor({ code, title, detail, requestId = "", more = {} }) {
    super(title);
    this.name = "Problem";
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.requestId = requestId;
    this.more = more;
  }

  /** Whether the request may have been carried out although no answer says so. */
  get uncertain() {
    return ["network", "answer", "portal_timeout", "portal_unavailable", "internal"].includes(this.code);
  }
}

const network = () =>
  new Problem({ code: "network", title: text("js-network-title"), detail: text("js-network-text") });

let session = boot.session ?? "";
let sessionEnds = endOf(boot.expires_at);
/** @type {Promise<boolean> | null} */
let renewal = null;
/** Whether another person has signed in to the portal in this browser since: the page is over. */
let isSomebodyElses = false;

/**
 * One attempt, without renewing the session, read by `read`; the limit covers both.
 * @template T
 * @param {string} method
 * @param {string} path
 * @param {Options} options
 * @param {(response: Response) => Promise<T>} read
 * @returns {Promise<T>}
 */
async function attempt(method, path, { body, content, headers = {}, signal, limit = READ_LIMIT }, read) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), limit);
  const cancel = () => stop.abort();
  signal?.addEventListener("abort", cancel);
  if (signal?.aborted) {
    stop.abort();
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
      signal: stop.signal,
      credentials: "omit",
      cache: "no-store",
    });
    if (!response.ok) {
      throw await problemOf(response);
    }
    return await read(response);
  } catch (error) {
    if (signal?.aborted || error instanceof Problem) {
      throw error;
    }
    throw network();
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cancel);
  }
}

/**
 * @param {Response} response
 * @returns {Promise<any>} null for what is not JSON: a proxy's page or a broken body
 */
async function jsonOf(response) {
  const content = await response.text();
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

/** @param {string} requestId */
const notUnderstood = (requestId) =>
  new Problem({ code: "answer", title: text("js-answer-title"), detail: text("js-answer-text"), requestId });

/** @param {Response} response */
async function problemOf(response) {
  const data = await jsonOf(response);
  const requestId = String(data?.request_id ?? response.headers.get("X-Request-Id") ?? "");
  if (typeof data?.title !== "string") {
    return notUnderstood(requestId);
  }
  const { code = "internal", title, detail = "" } = data;
  return new Problem({ code: String(code), title, detail: String(detail), requestId, more: data });
}

/**
 * @param {Response} response
 * @returns {Promise<any>}
 */
async function answerOf(response) {
  const data = await jsonOf(response);
  if (data === null) {
    throw notUnderstood(response.headers.get("X-Request-Id") ?? "");
  }
  return data;
}

/**
 * When a session ends by the page's own time. A computer's clock may be wrong: then only the server knows, and says so.
 * @param {number | undefined} expiresAt in seconds since 1970
 */
function endOf(expiresAt) {
  const left = (expiresAt ?? 0) * 1000 - Date.now();
  return left > EARLY && left <= LONGEST_SESSION ? performance.now() + left : Infinity;
}

/** Renews the session; all who wait for it wait for the same renewal. */
function renewed() {
  renewal ??= renew().finally(() => {
    renewal = null;
  });
  return renewal;
}

/** Fetches a new session with an authorization that the portal's script just renewed. */
async function renew() {
  if (isSomebodyElses) {
    return false;
  }
  const auth = await refreshAuth();
  if (!auth?.access_token) {
    return false;
  }
  const ends = Number(auth.expires_in);
  // BX24.js says when it ends in milliseconds, other libraries how many seconds it lasts.
  const seconds = ends > 1e9 ? Math.round((ends - Date.now()) / 1000) : ends;
  const body = {
    domain: auth.domain ?? boot.portal_domain,
    auth_id: auth.access_token,
    ...(auth.refresh_token ? { refresh_id: auth.refresh_token } : {}),
    ...(seconds > 0 ? { auth_expires: seconds } : {}),
    member_id: auth.member_id ?? boot.member_id,
  };
  try {
    const answer = await attempt("POST", "/api/session", { body }, answerOf);
    if (Number(answer.user_id) !== boot.user_id) {
      // Somebody else has signed in to the portal in this browser: what stands on the page is not theirs to confirm.
      isSomebodyElses = true;
      return false;
    }
    session = String(answer.session);
    sessionEnds = endOf(answer.expires_at);
    return true;
  } catch {
    return false;
  }
}

/**
 * Sends a request and reads its answer, with a renewed session if it has to be.
 * @template T
 * @param {string} method
 * @param {string} path
 * @param {Options} options
 * @param {(response: Response) => Promise<T>} read
 * @returns {Promise<T>}
 */
async function send(method, path, options, read) {
  if (performance.now() > sessionEnds - EARLY) {
    sessionEnds = Infinity;
    await renewed();
  }
  try {
    return await attempt(method, path, options, read);
  } catch (error) {
    if (!(error instanceof Problem) || !RENEWABLE.has(error.code)) {
      throw error;
    }
    if (!(await renewed())) {
      throw error;
    }
    return attempt(method, path, options, read);
  }
}

/**
 * A call of the API that answers with JSON.
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<any>}
 */
export function request(method, path, options = {}) {
  return send(method, path, options, answerOf);
}

/**
 * A call about something that has versions; the answer comes with its own.
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<{ data: any, version: string }>}
 */
export function requestVersion(method, path, options = {}) {
  return send(method, path, options, async (response) => ({
    data: await answerOf(response),
    version: response.headers.get("ETag") ?? "",
  }));
}

/**
 * A file of the API: it needs the session's header, which a link cannot send.
 * @param {string} path
 * @returns {Promise<Blob>}
 */
export function loadFile(path) {
  return send("GET", path, { headers: { Accept: "*/*" }, limit: FILE_LIMIT }, (response) => response.blob());
}

/**
 * An answer that keeps coming, piece by piece; ends when the server or the signal ends it.
 * @param {string} path
 * @param {AbortSignal} signal
 * @param {(piece: string) => void} take
 */
export function readStream(path, signal, take) {
  const options = { headers: { Accept: "text/event-stream" }, signal, limit: STREAM_LIMIT };
  return send("GET", path, options, async (response) => {
    const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      take(piece.value);
    }
  });
}
