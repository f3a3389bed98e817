// @ts-check
// The API's calls about jobs and settings.

import { download } from "../download.js";
import { request } from "./client.js";

/** @typedef {import("../types.js").ContactQuery} ContactQuery */
/** @typedef {import("../types.js").Impact} Impact */
/** @typedef {import("../types.js").Job} Job */
/** @typedef {import("../types.js").JobItemPage} JobItemPage */
/** @typedef {import("../types.js").Outcome} Outcome */

/** What is to be deleted: these ids, or all that match apart from exceptions; the total counts the exceptions too. */
/**
 * @typedef {{ ids: number[] } | { filter: ContactQuery, total: number | null, except?: number[] }
 *   | { repeat: number, outcomes: Outcome[], total: number | null, except?: number[] }} Target or what a job has left
 */

const LONG = 180_000;

/** A key that makes a repeated order the same order. Browsers give random UUIDs over https alone. */
function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {Target} target */
function whatOf(target) {
  if ("ids" in target) {
    return { contact_ids: target.ids };
  }
  if ("repeat" in target) {
    return { outcomes: target.outcomes };
  }
  const { filter, total, except = [] } = target;
  return { filter: spelledOut(filter), expected_total: total, ...(except.length > 0 ? { except } : {}) };
}

/**
 * Freezes the set without deleting anything yet.
 * @param {Target} target
 * @param {boolean} includeOpenDeals
 * @param {AbortSignal} signal
 * @returns {Promise<Job>}
 */
export function draftJob(target, includeOpenDeals, signal) {
  const isRepeat = "repeat" in target;
  const draft = isRepeat ? {} : { draft: true };
  const body = { ...whatOf(target), ...draft, ...(includeOpenDeals ? { include_open_deals: true } : {}) };
  return request("POST", isRepeat ? `/api/jobs/${target.repeat}/repeat` : "/api/jobs", { body, headers: { "Idempotency-Key": freshKey() }, signal, limit: LONG });
}

/**
 * @param {number} id
 * @param {AbortSignal} [signal]
 * @returns {Promise<Job>}
 */
export const loadJob = (id, signal) => request("GET", `/api/jobs/${id}`, { signal });

/** @returns {Promise<Job[]>} */
export const listJobs = async () => (await request("GET", "/api/jobs")).items;

/**
 * @param {number} id
 * @param {AbortSignal} signal
 * @returns {Promise<Impact>}
 */
export const loadImpact = (id, signal) => request("GET", `/api/jobs/${id}/impact`, { signal, limit: LONG });

/**
 * @param {number} id
 * @param {number} total what the person confirmed
 * @param {boolean} keepsCopies whether the person lets copies be kept
 * @returns {Promise<Job>}
 */
export const startJob = (id, total, keepsCopies) =>
  request("POST", `/api/jobs/${id}/start`, {
    body: { confirm_total: total, ...(keepsCopies ? {} : { snapshot: false }) },
  });

/**
 * Records a deletion under the number of a request.
 * @param {number} id
 * @param {string} reference
 */
export const recordErasure = (id, reference) => request("POST", `/api/jobs/${id}/erasure`, { body: { reference } });

/**
 * Destroys the copies of what the job has deleted.
 * @param {number} id
 */
export const destroyCopies = (id) => request("DELETE", `/api/jobs/${id}/snapshot`, { limit: LONG });

/**
 * @param {number} id
 * @param {"pause" | "resume" | "cancel"} order
 * @returns {Promise<Job>}
 */
export const orderJob = (id, order) => request("POST", `/api/jobs/${id}/${order}`);

/**
 * @param {number} id
 * @returns {Promise<Job>} the job that restores
 */
export const restoreJob = (id) =>
  request("POST", `/api/jobs/${id}/restore`, { body: {}, headers: { "Idempotency-Key": freshKey() } });

/**
 * @param {number} id
 * @param {string} outcome nothing for all
 * @param {number | null} after
 * @param {boolean} [isNamed] whether it is said what they are called
 * @returns {Promise<JobItemPage>}
 */
export function listItems(id, outcome, after, isNamed = false) {
  const parameters = new URLSearchParams();
  if (outcome) {
    parameters.set("outcome", outcome);
  }
  if (after !== null) {
    parameters.set("after", String(after));
  }
  if (isNamed) {
    parameters.set("names", "1");
  }
  const query = parameters.toString();
  return request("GET", `/api/jobs/${id}/items${query ? `?${query}` : ""}`);
}

/**
 * All contacts of a job.
 * @param {number} id
 * @returns {Promise<number[]>}
 */
export async function idsOf(id) {
  const ids = [];
  /** @type {number | null} */
  let after = null;
  do {
    /** @type {JobItemPage} */
    const page = await listItems(id, "", after);
    ids.push(...page.items.map((item) => item.contact_id));
    after = page.next;
  } while (after !== null);
  return ids;
}

/**
 * Hands a file of a job to the browser's downloads.
 * @param {Job} job
 * @param {"report.csv" | "report.xlsx" | "report.html" | "snapshot.json" | "snapshot.csv" | "erasure.html" | "erasure.json"} file
 * @param {string} [query] with its question mark
 */
export const saveFile = (job, file, query = "") =>
  download(`/api/jobs/${job.id}/${file}${query}`, `${job.number ?? job.id}-${file}`);

/**
 * How a page about a job is written: with the times of this person's clock when the job ended.
 * @param {Job} job
 */
export function pageWishes(job) {
  const ended = new Date(job.finished_at ?? job.created_at);
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return new URLSearchParams({ offset: String(-ended.getTimezoneOffset()), zone: timeZone });
}

/**
 * Everybody is asked for in so many words: the service refuses a filter that says nothing, since one whose conditions
 * got lost on the way would mean everybody too.
 * @param {Record<string, unknown>} filter
 */
function spelledOut(filter) {
  return Object.keys(filter).length > 0 ? filter : { created_from: "1970-01-01" };
}
