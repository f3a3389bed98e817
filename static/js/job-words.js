// @ts-check
// A job in words: what it is, where it stands, why it waits, how long it will take.

import { boot, counted, text } from "./boot.js";
import { dayOf, momentOf, number, roughly, span } from "./format.js";

/** @typedef {import("./types.js").Job} Job */
/** @typedef {import("./types.js").Outcome} Outcome */

const LIVE = new Set(["collecting", "queued", "running", "waiting", "verifying"]);
const FINAL = new Set(["done", "cancelled", "failed"]);

/** The outcomes in the order in which they are shown. */
export const OUTCOMES = /** @type {Outcome[]} */ (
  ["deleted", "restored", "gone", "protected", "denied", "failed", "cancelled", "pending"]
);

/** Whether something happens to the job by itself. @param {Job} job */
export const isLive = (job) => LIVE.has(job.state);

/** @param {Job} job */
export const isFinal = (job) => FINAL.has(job.state);

/** Whether the job is one that nobody has confirmed: it belongs to the dialog, not to the list. @param {Job} job */
export const isUnconfirmed = (job) => job.started_at === null && !job.saved_filter;

/** @param {Job} job */
export const settled = (job) => job.total - job.pending;

/** @param {Job} job @param {Outcome} outcome */
export const countOf = (job, outcome) => Number(/** @type {any} */ (job)[outcome] ?? 0);

/** @param {Job} job */
export function titleOf(job) {
  if (job.state === "collecting") {
    return text("js-job-title-open");
  }
  return counted(job.kind === "restore" ? "js-job-title-restore" : "js-job-title", job.total);
}

/**
 * A text whose key may be younger than this page.
 * @param {string} prefix
 * @param {string} code
 * @param {string} fallback
 */
function known(prefix, code, fallback) {
  const key = `${prefix}${code.replaceAll("_", "-")}`;
  return key in boot.messages ? text(key) : text(fallback);
}

/** @param {Job} job */
export function stateOf(job) {
  return known("js-state-", job.state === "running" && job.kind === "restore" ? "restoring" : job.state, "js-unknown");
}

/** Why a job waits, pauses or failed. @param {Job} job */
export function reasonOf(job) {
  return job.reason ? known("js-reason-", job.reason, "js-reason-internal") : "";
}

/** @param {Job} job */
function progressOf(job) {
  const parts = [text("js-job-progress", { count: number(settled(job)), number: number(job.total) })];
  if (job.state === "running" && job.rate !== null && job.rate > 0) {
    parts.push(
      job.rate >= 0.5
        ? text("js-job-rate", { number: roughly(job.rate) })
        : text("js-job-rate-slow", { time: span(1 / job.rate) }),
    );
  }
  if (job.state === "running" && job.eta_seconds !== null) {
    parts.push(text("js-job-eta", { time: span(job.eta_seconds) }));
  }
  return parts.join(" · ");
}

/** What there is to say about the job just now. @param {Job} job */
export function lineOf(job) {
  switch (job.state) {
    case "collecting":
      return counted("js-bulk-collecting", job.total);
    case "draft":
      return text("js-job-prepared", { time: momentOf(job.expires_at ?? "") });
    case "queued":
      return text("js-job-queued");
    case "running":
      return progressOf(job);
    case "verifying":
      return text("js-job-verifying");
    case "waiting":
    case "paused": {
      const goesOn = job.state === "waiting" && job.resumes_at ? text("js-job-resumes", { time: momentOf(job.resumes_at) }) : "";
      return [reasonOf(job), goesOn].filter(Boolean).join(" ");
    }
    default:
      return endOf(job);
  }
}

/** @param {Job} job */
function endOf(job) {
  const said = job.state === "done" ? "" : reasonOf(job);
  const proof =
    job.kind === "delete" && job.verified !== null && job.verified > 0 ? counted("js-job-verified", job.verified) : "";
  return [said, proof].filter(Boolean).join(" ");
}

/** Who started it and when. @param {Job} job */
export function metaOf(job) {
  const who = job.created_by_name ?? (job.created_by === boot.user_id ? (boot.user_name ?? "") : `#${job.created_by}`);
  return [who, momentOf(job.started_at ?? job.created_at), text("js-job-number", { number: String(job.id) }), job.reference ? text("js-job-request", { name: job.reference }) : ""]
    .filter(Boolean)
    .join(" · ");
}

/** @param {Outcome} outcome */
export const outcomeName = (outcome) => known("js-outcome-", outcome, "js-unknown");

/** Why one contact was kept or could not be done. @param {string | null | undefined} code */
export function codeName(code) {
  return code ? known("js-code-", code, "js-code-refused") : "";
}

/** Until when the deleted contacts' data can be had; nothing when it is over or there is none. @param {Job} job */
export function keptUntil(job) {
  const until = job.snapshot_until;
  const has = job.kind === "delete" && job.deleted > 0 && until !== null && new Date(until) > new Date();
  return has ? text("js-job-kept-until", { time: dayOf(until) }) : "";
}
