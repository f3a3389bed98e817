// @ts-check
// Texts for jobs, states, reasons, outcomes and codes.

import { boot, text } from "./boot.js";

/** @typedef {import("./types.js").Job} Job */
/** @typedef {import("./types.js").Outcome} Outcome */

/** The job's name with its number. @param {{ number?: number | null }} job */
export const jobName = (job) => (job.number ? text("js-history-job", { number: String(job.number) }) : text("js-history-draft"));

/**
 * The text of a code. Uses the fallback if this page does not know the code yet.
 * @param {string} prefix
 * @param {string} code
 * @param {string} fallback
 */
function textOr(prefix, code, fallback) {
  const key = `${prefix}${code.replaceAll("_", "-")}`;
  return key in boot.messages ? text(key) : text(fallback);
}

/** @param {Job} job */
export function stateText(job) {
  return textOr("js-state-", job.state === "running" && job.kind === "restore" ? "restoring" : job.state, "js-unknown");
}

/** Why a job waits, is paused or has failed. @param {Job} job */
export function reasonText(job) {
  return job.reason ? textOr("js-reason-", job.reason, "js-reason-internal") : "";
}

/** @param {Outcome} outcome */
export const outcomeName = (outcome) => textOr("js-outcome-", outcome, "js-unknown");

/** Why a contact was kept or could not be deleted. @param {string | null | undefined} code */
export function codeName(code) {
  return code ? textOr("js-code-", code, "js-code-refused") : "";
}
