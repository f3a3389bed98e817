// @ts-check
// What is asked before a finished job's contacts come back, and before its erasure is recorded.

import { boot, counted, text } from "./boot.js";
import { ask } from "./dialog.js";
import { part, within } from "./dom.js";
import { problemNotice } from "./erase.js";
import { keptUntil } from "./job-words.js";
import { destroyCopies, recordErasure, restoreJob, saveFile } from "./jobs-api.js";

/** @typedef {import("./types.js").Job} Job */
/** @typedef {import("./types.js").NoticeContent} NoticeContent */

/** As the service takes it: up to 64 letters, digits and plain marks, at least one digit. */
const REFERENCE = /^(?=.*\d)[\p{L}\p{N} \-_/.#:()]{1,64}$/u;

/**
 * Creates the deleted contacts again, after saying what cannot come back.
 * @param {Job} job
 * @param {HTMLButtonElement} opener
 * @returns {Promise<{ job: Job } | { error: unknown } | null>} nothing when the person thinks better of it
 */
export async function restore(job, opener) {
  const decision = await ask({
    title: counted("js-restore-title", job.restorable),
    action: text("js-restore"),
    tone: "primary",
    body: "confirm-restore",
    opener,
    fill: (body) => {
      part(body, "until").textContent = keptUntil(job);
    },
    act: async () => {
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
 * Records the deletion under the number of a request, and hands the record to the browser's downloads.
 * @param {Job} job
 * @param {HTMLButtonElement} opener
 * @returns {Promise<NoticeContent | null>} nothing when the person thinks better of it
 */
export async function record(job, opener) {
  let choice = { reference: "", file: /** @type {"erasure.html" | "erasure.json"} */ ("erasure.html"), destroys: false };
  const decision = await ask({
    title: text("js-record-title"),
    action: text("js-record-action"),
    tone: "primary",
    body: "confirm-record",
    opener,
    fill: (body, dialog) => {
      const field = /** @type {HTMLInputElement} */ (within(body, "#record-reference"));
      const file = /** @type {HTMLSelectElement} */ (within(body, "#record-format"));
      const destroys = /** @type {HTMLInputElement} */ (within(body, "#record-destroy"));
      part(body, "destroy").hidden = !boot.admin || keptUntil(job) === "";
      field.value = job.reference ?? "";
      const read = () => {
        const reference = field.value.trim();
        choice = { reference, file: /** @type {typeof choice.file} */ (file.value), destroys: destroys.checked };
        const fits = REFERENCE.test(reference);
        field.setAttribute("aria-invalid", String(!fits && reference !== ""));
        dialog.allow(fits);
      };
      body.addEventListener("input", read);
      read();
    },
    act: () => carryOut(job.id, choice),
  });
  return decision.confirmed ? decision.result : null;
}

/**
 * Copies go first, so that the record says so.
 * @param {number} id
 * @param {{ reference: string, file: "erasure.html" | "erasure.json", destroys: boolean }} choice
 * @returns {Promise<NoticeContent>}
 */
async function carryOut(id, { reference, file, destroys }) {
  try {
    if (destroys) {
      await destroyCopies(id);
    }
    await recordErasure(id, reference);
    await saveFile(id, file);
    return { kind: "success", title: text("js-record-saved"), text: text("js-record-saved-text") };
  } catch (error) {
    return problemNotice(error);
  }
}
