// @ts-check
// The states and outcomes of a job, without texts.

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").Outcome} Outcome */

const LIVE = new Set(["collecting", "queued", "running", "waiting", "verifying"]);
const FINAL = new Set(["done", "cancelled", "failed"]);

/** The outcomes in the order of the page. */
export const OUTCOMES = /** @type {Outcome[]} */ (
  ["deleted", "restored", "gone", "protected", "denied", "failed", "cancelled", "pending"]
);

/** Whether the service is working on the job or will continue by itself. @param {Job} job */
export const isLive = (job) => LIVE.has(job.state);

/** @param {Job} job */
export const isFinal = (job) => FINAL.has(job.state);

/** Whether nobody has confirmed the job yet. It belongs to the dialog, not to the list of jobs. @param {Job} job */
export const isUnconfirmed = (job) => job.started_at === null && !job.saved_filter;

/** Whether the job is a draft. @param {Job} job */
export const isDraft = (job) => job.state === "draft";

/** @param {Job} job */
export const finishedCount = (job) => job.total - job.pending;

/** @param {Job} job @param {Outcome} outcome */
export const countOf = (job, outcome) => Number(/** @type {any} */ (job)[outcome] ?? 0);
