// @ts-check
// Texts about a job: its result, its state, why it waits and how long it takes.

import { boot, pluralText, text } from "../shared/boot.js";
import { duration, formatNumber, roundedNumber, shortDate, shortDateTime } from "../shared/format.js";
import { outcomeName, reasonText } from "../shared/job-text.js";
import { personName } from "../shared/people.js";
import { OUTCOMES, isFinal, finishedCount, countOf } from "./states.js";

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").Outcome} Outcome */

/**
 * The job's title. After its end, the title names the outcomes.
 * @param {Job} job
 */
export function jobTitle(job) {
  if (job.state === "collecting") {
    return text("js-job-title-open");
  }
  const isRestore = job.kind === "restore";
  if (!isFinal(job) || job.started_at === null) {
    return pluralText(isRestore ? "js-job-title-restore" : "js-job-title", job.total);
  }
  const done = isRestore ? countOf(job, "restored") : job.deleted;
  const head =
    done === job.total
      ? pluralText(isRestore ? "js-job-restored-all" : "js-job-deleted-all", done)
      : pluralText(isRestore ? "js-job-restored-some" : "js-job-deleted-some", job.total, {
          count: formatNumber(done),
          number: formatNumber(job.total),
        });
  const others = OUTCOMES.filter((one) => one !== "deleted" && one !== "restored" && countOf(job, one) > 0);
  return [head, ...others.map((one) => `${formatNumber(countOf(job, one))} ${outcomeName(one)}`)].join(", ");
}

/** @param {Job} job */
function progressText(job) {
  const parts = [text("js-job-progress", { count: formatNumber(finishedCount(job)), number: formatNumber(job.total) })];
  if (job.state === "running" && job.rate !== null && job.rate > 0) {
    parts.push(
      job.rate >= 0.5
        ? text("js-job-rate", { number: roundedNumber(job.rate) })
        : text("js-job-rate-slow", { time: duration(1 / job.rate) }),
    );
  }
  if (job.state === "running" && job.eta_seconds !== null) {
    parts.push(text("js-job-eta", { time: duration(job.eta_seconds) }));
  }
  return parts.join(" · ");
}

/** @param {Job} job */
function pauseText(job) {
  if (job.reason !== "by_user" || !job.paused_by || !job.paused_at) {
    return reasonText(job);
  }
  const time = shortDateTime(job.paused_at);
  return job.paused_by === boot.user_id
    ? text("js-job-paused-by-you", { time })
    : text("js-job-paused-by", { name: personName(job.paused_by), time });
}

/** The text about the job's current state. @param {Job} job */
export function statusText(job) {
  switch (job.state) {
    case "collecting":
      return pluralText("js-bulk-collecting", job.total);
    case "draft":
      return text("js-job-prepared", { time: shortDateTime(job.expires_at ?? "") });
    case "queued":
      return text("js-job-queued");
    case "running":
      return job.reason === "cancelling" ? reasonText(job) : progressText(job);
    case "verifying":
      return text(job.kind === "restore" ? "js-job-verifying-restore" : "js-job-verifying");
    case "waiting":
    case "paused": {
      const resumes = job.state === "waiting" && job.resumes_at ? text("js-job-resumes", { time: shortDateTime(job.resumes_at) }) : "";
      return [job.state === "paused" ? pauseText(job) : reasonText(job), resumes].filter(Boolean).join(" ");
    }
    default:
      return endText(job);
  }
}

/** @param {Job} job */
function endText(job) {
  const reason = job.state === "done" ? "" : reasonText(job);
  // Restored contacts exist in the portal under new ids. The text must not say that they are gone.
  const isVerified = job.kind === "delete" && job.verified !== null && job.verified > 0 && restoredCount(job) === 0;
  const verification = isVerified ? pluralText("js-job-verified", job.verified ?? 0) : "";
  return [reason, verification].filter(Boolean).join(" ");
}

/** How many of the job's contacts other jobs have restored. @param {Job} job */
export const restoredCount = (job) => (job.restores ?? []).reduce((sum, { restored }) => sum + restored, 0);

/** Who started the job, when, and its numbers. @param {Job} job */
export function metaText(job) {
  const own = job.created_by === boot.user_id ? boot.user_name : "";
  return [
    job.number ? text("js-job-number", { number: String(job.number) }) : "",
    own || personName(job.created_by),
    shortDateTime(job.started_at ?? job.created_at),
    job.source_number ? text("js-job-source", { number: String(job.source_number) }) : "",
    job.reference ? text("js-job-request", { name: job.reference }) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Until when the deleted contacts can be restored. Empty if they cannot be restored any more or all are restored. @param {Job} job */
export function restorableUntilText(job) {
  const until = job.snapshot_until;
  const hasCopy = job.kind === "delete" && job.deleted > 0 && until !== null && new Date(until) > new Date();
  return hasCopy && (job.restorable > 0 || !isFinal(job)) ? text("js-job-kept-until", { time: shortDate(until) }) : "";
}

/** Whether copies of the deleted contacts still exist. @param {Job} job */
export const hasCopies = (job) =>
  job.kind === "delete" && job.deleted > 0 && job.snapshot_until !== null && new Date(job.snapshot_until) > new Date();
