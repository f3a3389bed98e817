// @ts-check
// Texts for jobs, states, reasons, outcomes and codes.

import { text, textOr } from "./boot.js";

/** @typedef {import("./types.js").Job} Job */
/** @typedef {import("./types.js").Outcome} Outcome */

/** The job's name with its number. @param {{ number?: number | null }} job */
export const jobName = (job) => (job.number ? text("js-history-job", { number: String(job.number) }) : text("js-history-draft"));

/**
 * @param {string} prefix
 * @param {string} code
 * @param {string} fallback key of the text for a code that this page does not know
 */
const codeText = (prefix, code, fallback) => textOr(`${prefix}${code.replaceAll("_", "-")}`, text(fallback));

/** @param {Job} job */
export function stateText(job) {
  return codeText("js-state-", job.state === "running" && job.kind === "restore" ? "restoring" : job.state, "js-unknown");
}

/** Why a job waits, is paused or has failed. @param {Job} job */
export function reasonText(job) {
  return job.reason ? reasonName(job.reason) : "";
}

/** @param {string} reason */
export const reasonName = (reason) => codeText("js-reason-", reason, "js-reason-internal");

/** @param {Outcome} outcome */
export const outcomeName = (outcome) => codeText("js-outcome-", outcome, "js-unknown");

/** Why a contact was kept or could not be deleted. @param {string | null | undefined} code */
export function codeName(code) {
  return code ? codeText("js-code-", code, "js-code-refused") : "";
}
