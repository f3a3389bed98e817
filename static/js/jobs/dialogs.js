// @ts-check
// The dialogs before a job is stopped, before its contacts are restored, and before its erasure is recorded.

import { controlJob, deleteCopies, downloadJobFile, recordErasure, reportParameters, restoreJob } from "../shared/api/jobs.js";
import { boot, pluralText, text } from "../shared/boot.js";
import { ask } from "../shared/dialog.js";
import { part, within } from "../shared/dom.js";
import { problemNotice } from "../shared/problem.js";
import { countOf, isDraft } from "./states.js";
import { hasCopies, restorableUntilText } from "./text.js";

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */

/** @typedef {"erasure.html" | "erasure.json"} RecordFile */

/** The service accepts up to 64 letters, digits and simple signs, with at least one digit. */
const REFERENCE = /^(?=.*\d)[\p{L}\p{N} \-_/.#:()]{1,64}$/u;

/**
 * Stops a job after a confirmation that says what stays unchanged.
 * @param {Job} job
 * @param {HTMLButtonElement} opener
 * @returns {Promise<{ job: Job } | { error: unknown } | null>} null if the person cancels
 */
export async function askAndStop(job, opener) {
  const isRestore = job.kind === "restore";
  const done = isRestore ? countOf(job, "restored") : job.deleted;
  const [title, action] = isDraft(job)
    ? ["js-stop-title-draft", "js-job-discard"]
    : isRestore
      ? ["js-stop-title-restore", "js-job-stop-restoring"]
      : ["js-stop-title", "js-job-stop"];
  const decision = await ask({
    title: text(title),
    action: text(action),
    tone: "danger",
    icon: "#icon-alert",
    body: "confirm-stop",
    opener,
    fill: (body) => {
      part(body, "text").textContent =
        isDraft(job) || done === 0
          ? text(isRestore ? "js-stop-none-restored" : "js-stop-none")
          : pluralText(isRestore ? "js-stop-restored" : "js-stop-deleted", done);
    },
    run: async () => {
      try {
        return { job: await controlJob(job.id, "cancel") };
      } catch (error) {
        return { error };
      }
    },
  });
  return decision.confirmed ? decision.result : null;
}

/**
 * Restores the deleted contacts after a confirmation that says what cannot be restored.
 * @param {Job} job
 * @param {HTMLButtonElement} opener
 * @returns {Promise<{ job: Job } | { error: unknown } | null>} null if the person cancels
 */
export async function askAndRestore(job, opener) {
  const decision = await ask({
    icon: "#icon-restore",
    title: pluralText("js-restore-title", job.restorable),
    action: text("js-restore"),
    tone: "primary",
    body: "confirm-restore",
    opener,
    fill: (body) => {
      part(body, "until").textContent = restorableUntilText(job);
    },
    run: async () => {
      try {
        return { job: await restoreJob(job.id) };
      } catch (error) {
        return { error };
      }
    },
  });
  return decision.confirmed ? decision.result : null;
}

/**
 * Records the deletion under a request number and downloads the record.
 * @param {Job} job
 * @param {HTMLButtonElement} opener
 * @returns {Promise<NoticeContent | null>} null if the person cancels
 */
export async function askAndRecord(job, opener) {
  let choice = { reference: "", file: /** @type {RecordFile} */ ("erasure.html"), deletesCopies: false, names: false };
  const decision = await ask({
    icon: "#icon-record",
    title: text("js-record-title"),
    action: text("js-record-action"),
    tone: "primary",
    body: "confirm-record",
    opener,
    fill: (body, dialog) => {
      const field = /** @type {HTMLInputElement} */ (within(body, "#record-reference"));
      const file = /** @type {HTMLSelectElement} */ (within(body, "#record-format"));
      const deletesCopies = /** @type {HTMLInputElement} */ (within(body, "#record-destroy"));
      const names = /** @type {HTMLInputElement} */ (within(body, "#record-names"));
      part(body, "destroy").hidden = !boot.admin || !hasCopies(job);
      field.value = job.reference ?? "";
      const readForm = () => {
        const reference = field.value.trim();
        const format = /** @type {RecordFile} */ (file.value);
        part(body, "names").hidden = format !== "erasure.html";
        choice = { reference, file: format, deletesCopies: deletesCopies.checked, names: names.checked };
        const isValid = REFERENCE.test(reference);
        field.setAttribute("aria-invalid", String(!isValid && reference !== ""));
        dialog.setAllowed(isValid);
      };
      body.addEventListener("input", readForm);
      readForm();
    },
    run: () => recordAndDownload(job, choice),
  });
  return decision.confirmed ? decision.result : null;
}

/**
 * Deletes the copies first, so that the record mentions it.
 * @param {Job} job
 * @param {{ reference: string, file: RecordFile, deletesCopies: boolean, names: boolean }} choice
 * @returns {Promise<NoticeContent>}
 */
async function recordAndDownload(job, { reference, file, deletesCopies, names }) {
  try {
    if (deletesCopies) {
      await deleteCopies(job.id);
    }
    await recordErasure(job.id, reference);
    await downloadJobFile(job, file, file === "erasure.html" ? `?${reportParameters(job)}${names ? "&names=1" : ""}` : "");
    return { kind: "success", title: text("js-record-saved"), text: text("js-record-saved-text") };
  } catch (error) {
    return problemNotice(error);
  }
}
