// @ts-check
// A job in words: what became of it, where it stands, why it waits, how long it will take.

import { boot, counted, text } from "../shared/boot.js";
import { dayOf, momentOf, number, roughly, span } from "../shared/format.js";
import { outcomeName, reasonOf } from "../shared/job-text.js";
import { personName } from "../shared/people.js";

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").Outcome} Outcome */

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

/** Whether the job is a draft that a saved filter has prepared. @param {Job} job */
export const isDraft = (job) => job.state === "draft";

/** @param {Job} job */
export const settled = (job) => job.total - job.pending;

/** @param {Job} job @param {Outcome} outcome */
export const countOf = (job, outcome) => Number(/** @type {any} */ (job)[outcome] ?? 0);

/**
 * What the job is, and once it has come to rest what became of its contacts.
 * @param {Job} job
 */
export function titleOf(job) {
  if (job.state === "collecting") {
    return text("js-job-title-open");
  }
  const isRestore = job.kind === "restore";
  if (!isFinal(job) || job.started_at === null) {
    return counted(isRestore ? "js-job-title-restore" : "js-job-title", job.total);
  }
  const done = isRestore ? countOf(job, "restored") : job.deleted;
  const head =
    done === job.total
      ? counted(isRestore ? "js-job-restored-all" : "js-job-deleted-all", done)
      : counted(isRestore ? "js-job-restored-some" : "js-job-deleted-some", job.total, {
          count: number(done),
          number: number(job.total),
        });
  const others = OUTCOMES.filter((one) => one !== "deleted" && one !== "restored" && countOf(job, one) > 0);
  return [head, ...others.map((one) => `${number(countOf(job, one))} ${outcomeName(one)}`)].join(", ");
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

/** @param {Job} job */
function pauseOf(job) {
  if (job.reason !== "by_user" || !job.paused_by || !job.paused_at) {
    return reasonOf(job);
  }
  const time = momentOf(job.paused_at);
  return job.paused_by === boot.user_id
    ? text("js-job-paused-by-you", { time })
    : text("js-job-paused-by", { name: personName(job.paused_by), time });
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
      return job.reason === "cancelling" ? reasonOf(job) : progressOf(job);
    case "verifying":
      return text(job.kind === "restore" ? "js-job-verifying-restore" : "js-job-verifying");
    case "waiting":
    case "paused": {
      const goesOn = job.state === "waiting" && job.resumes_at ? text("js-job-resumes", { time: momentOf(job.resumes_at) }) : "";
      return [job.state === "paused" ? pauseOf(job) : reasonOf(job), goesOn].filter(Boolean).join(" ");
    }
    default:
      return endOf(job);
  }
}

/** @param {Job} job */
function endOf(job) {
  const said = job.state === "done" ? "" : reasonOf(job);
  // What has been created again is in the portal, under new IDs: nobody is told that it is gone.
  const isProof = job.kind === "delete" && job.verified !== null && job.verified > 0 && restoredOf(job) === 0;
  const proof = isProof ? counted("js-job-verified", job.verified ?? 0) : "";
  return [said, proof].filter(Boolean).join(" ");
}

/** How many of the job's contacts others have created again. @param {Job} job */
export const restoredOf = (job) => (job.restores ?? []).reduce((sum, { restored }) => sum + restored, 0);

/** Who started it and when. @param {Job} job */
export function metaOf(job) {
  const own = job.created_by === boot.user_id ? boot.user_name : "";
  return [
    job.number ? text("js-job-number", { number: String(job.number) }) : "",
    own || personName(job.created_by),
    momentOf(job.started_at ?? job.created_at),
    job.source_number ? text("js-job-source", { number: String(job.source_number) }) : "",
    job.reference ? text("js-job-request", { name: job.reference }) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Until when the deleted contacts can be restored; nothing when it is over or all are back. @param {Job} job */
export function keptUntil(job) {
  const until = job.snapshot_until;
  const has = job.kind === "delete" && job.deleted > 0 && until !== null && new Date(until) > new Date();
  return has && (job.restorable > 0 || !isFinal(job)) ? text("js-job-kept-until", { time: dayOf(until) }) : "";
}

/** Whether copies of what the job has deleted can still be had. @param {Job} job */
export const hasCopies = (job) =>
  job.kind === "delete" && job.deleted > 0 && job.snapshot_until !== null && new Date(job.snapshot_until) > new Date();
