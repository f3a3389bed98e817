// @ts-check
// The names of jobs, states, reasons, outcomes and codes in the page's language.

import { boot, text } from "./boot.js";

/** @typedef {import("./types.js").Job} Job */
/** @typedef {import("./types.js").Outcome} Outcome */

/** What people call the job. @param {{ number?: number | null }} job */
export const nameOfJob = (job) => (job.number ? text("js-history-job", { number: String(job.number) }) : text("js-history-draft"));

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

/** @param {Outcome} outcome */
export const outcomeName = (outcome) => known("js-outcome-", outcome, "js-unknown");

/** Why one contact was kept or could not be done. @param {string | null | undefined} code */
export function codeName(code) {
  return code ? known("js-code-", code, "js-code-refused") : "";
}
