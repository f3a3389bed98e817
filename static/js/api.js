// @ts-check
// The app's own API. The session token lives in this module's memory alone and travels as a header; when it has
// ended, the portal is asked for a fresh authorization and the request is repeated once.

import { boot, text } from "./boot.js";
import { refreshAuth } from "./bx24.js";

/** @typedef {import("./types.js").ContactPage} ContactPage */
/** @typedef {import("./types.js").ContactDetail} ContactDetail */

const READ_LIMIT = 60_000;
const DELETE_LIMIT = 150_000;
const EARLY = 60_000;
const LONGEST_SESSION = 3_600_000;
const RENEWABLE = new Set(["session_expired", "session_missing", "portal_unauthorized"]);

/** What went wrong, in words for people; `code` is the contract's, or `network` or `answer` for our own two. */
export class Problem extends Error {
  /** @param {{ code: string, title: string, detail: string, requestId?: string }} about */
  constructor({ code, title, detail, requestId = "" }) {
    super(title);
    this.name = "Problem";
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.requestId = requestId;
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

/**
 * One attempt, without renewing the session.
 * @param {string} method
 * @param {string} path
 * @param {{ body?: object, signal?: AbortSignal | undefined, limit?: number }} options
 * @returns {Promise<any>}
 */
async function attempt(method, path, { body, signal, limit = READ_LIMIT }) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), limit);
  const cancel = () => stop.abort();
  signal?.addEventListener("abort", cancel);
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json", "Accept-Language": boot.language };
  if (session) {
    headers["Authorization"] = `Bearer ${session}`;
  }
  if (body) {
    headers["Content-Type"] = "application/json";
  }
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: body ? JSON.stringify(body) : null,
      signal: stop.signal,
      credentials: "omit",
      cache: "no-store",
    });
    return await answerOf(response);
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
 * @returns {Promise<any>}
 */
async function answerOf(response) {
  const content = await response.text();
  /** @type {any} */
  let data = null;
  try {
    data = JSON.parse(content);
  } catch {
    // A proxy's page or a broken body: told below.
  }
  if (response.ok && data !== null) {
    return data;
  }
  const requestId = String(data?.request_id ?? response.headers.get("X-Request-Id") ?? "");
  if (!response.ok && typeof data?.title === "string") {
    const { code = "internal", title, detail = "" } = data;
    throw new Problem({ code: String(code), title, detail: String(detail), requestId });
  }
  throw new Problem({ code: "answer", title: text("js-answer-title"), detail: text("js-answer-text"), requestId });
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
    const answer = await attempt("POST", "/api/session", { body });
    session = String(answer.session);
    sessionEnds = endOf(answer.expires_at);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{ body?: object, signal?: AbortSignal | undefined, limit?: number }} [options]
 * @returns {Promise<any>}
 */
async function request(method, path, options = {}) {
  if (performance.now() > sessionEnds - EARLY) {
    sessionEnds = Infinity;
    await renewed();
  }
  try {
    return await attempt(method, path, options);
  } catch (error) {
    if (!(error instanceof Problem) || !RENEWABLE.has(error.code)) {
      throw error;
    }
    if (!(await renewed())) {
      throw error;
    }
    return attempt(method, path, options);
  }
}

/**
 * One page of contacts.
 * @param {{ search: string, after: number | null, signal?: AbortSignal }} query
 * @returns {Promise<ContactPage>}
 */
export function listContacts({ search, after, signal }) {
  const parameters = new URLSearchParams();
  if (search) {
    parameters.set("search", search);
  }
  if (after !== null) {
    parameters.set("after", String(after));
  }
  const query = parameters.toString();
  return request("GET", query ? `/api/contacts?${query}` : "/api/contacts", { signal });
}

/**
 * @param {number} id
 * @returns {Promise<ContactDetail>}
 */
export function loadContact(id) {
  return request("GET", `/api/contacts/${id}`);
}

/**
 * @param {number} id
 * @returns {Promise<{ id: number, outcome: string }>}
 */
export function deleteContact(id) {
  return request("DELETE", `/api/contacts/${id}`, { limit: DELETE_LIMIT });
}
