// @ts-check
// The API's calls about jobs.

import { download } from "../download.js";
import { request } from "./client.js";

/** @typedef {import("../types.js").ContactFilter} ContactFilter */
/** @typedef {import("../types.js").Impact} Impact */
/** @typedef {import("../types.js").Job} Job */
/** @typedef {import("../types.js").JobItemPage} JobItemPage */
/** @typedef {import("../types.js").Outcome} Outcome */

/**
 * The contacts of a deletion: ids, all contacts that match a filter except some, or what a job has left over. The total
 * includes the exceptions.
 */
/**
 * @typedef {{ ids: number[] } | { filter: ContactFilter, total: number | null, except?: number[] }
 *   | { repeat: number, outcomes: Outcome[], total: number | null, except?: number[] }} Target
 */

const LONG_LIMIT = 180_000;

/** A key that makes a repeated request count once. Browsers offer random UUIDs only over https. */
function newIdempotencyKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {Target} target */
function contactsOf(target) {
  if ("ids" in target) {
    return { contact_ids: target.ids };
  }
  if ("repeat" in target) {
    return { outcomes: target.outcomes };
  }
  const { filter, total, except = [] } = target;
  return { filter: explicitFilter(filter), expected_total: total, ...(except.length > 0 ? { except } : {}) };
}

/**
 * Creates a draft: a fixed set of contacts, of which none is deleted yet.
 * @param {Target} target
 * @param {boolean} includeOpenDeals
 * @param {AbortSignal} signal
 * @returns {Promise<Job>}
 */
export function createDraft(target, includeOpenDeals, signal) {
  const isRepeat = "repeat" in target;
  const draft = isRepeat ? {} : { draft: true };
  const body = { ...contactsOf(target), ...draft, ...(includeOpenDeals ? { include_open_deals: true } : {}) };
  return request("POST", isRepeat ? `/api/jobs/${target.repeat}/repeat` : "/api/jobs", { body, headers: { "Idempotency-Key": newIdempotencyKey() }, signal, limit: LONG_LIMIT });
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
export const loadImpact = (id, signal) => request("GET", `/api/jobs/${id}/impact`, { signal, limit: LONG_LIMIT });

/**
 * @param {number} id
 * @param {number} total the number that the person confirmed
 * @param {boolean} keepsCopies whether copies of the contacts are kept
 * @returns {Promise<Job>}
 */
export const startJob = (id, total, keepsCopies) =>
  request("POST", `/api/jobs/${id}/start`, {
    body: { confirm_total: total, ...(keepsCopies ? {} : { snapshot: false }) },
  });

/**
 * Records a deletion under a request number.
 * @param {number} id
 * @param {string} reference
 */
export const recordErasure = (id, reference) => request("POST", `/api/jobs/${id}/erasure`, { body: { reference } });

/**
 * Deletes the copies of the contacts that the job has deleted.
 * @param {number} id
 */
export const deleteCopies = (id) => request("DELETE", `/api/jobs/${id}/snapshot`, { limit: LONG_LIMIT });

/**
 * @param {number} id
 * @param {"pause" | "resume" | "cancel"} action
 * @returns {Promise<Job>}
 */
export const controlJob = (id, action) => request("POST", `/api/jobs/${id}/${action}`);

/**
 * @param {number} id
 * @returns {Promise<Job>} the job that restores the contacts
 */
export const restoreJob = (id) =>
  request("POST", `/api/jobs/${id}/restore`, { body: {}, headers: { "Idempotency-Key": newIdempotencyKey() } });

/**
 * @param {number} id
 * @param {string} outcome empty for all
 * @param {number | null} after
 * @param {boolean} [isNamed] whether the items include the contacts' names
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
 * The ids of all contacts of a job.
 * @param {number} id
 * @returns {Promise<number[]>}
 */
export async function listContactIds(id) {
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
 * Downloads a file of a job.
 * @param {Job} job
 * @param {"report.csv" | "report.xlsx" | "report.html" | "snapshot.json" | "snapshot.csv" | "erasure.html" | "erasure.json"} file
 * @param {string} [query] with its question mark
 */
export const downloadJobFile = (job, file, query = "") =>
  download(`/api/jobs/${job.id}/${file}${query}`, `${job.number ?? job.id}-${file}`);

/**
 * The parameters of a printed report: the person's time zone and its offset when the job ended.
 * @param {Job} job
 */
export function reportParameters(job) {
  const ended = new Date(job.finished_at ?? job.created_at);
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return new URLSearchParams({ offset: String(-ended.getTimezoneOffset()), zone: timeZone });
}

/**
 * Names a condition that matches every contact. The service refuses an empty filter, because lost conditions would mean
 * every contact as well.
 * @param {Record<string, unknown>} filter
 */
function explicitFilter(filter) {
  return Object.keys(filter).length > 0 ? filter : { created_from: "1970-01-01" };
}
