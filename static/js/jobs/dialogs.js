// @ts-check
// What is asked before a job is stopped, before its contacts come back, and before its erasure is recorded.

import { destroyCopies, orderJob, pageWishes, recordErasure, restoreJob, saveFile } from "../shared/api/jobs.js";
import { boot, counted, text } from "../shared/boot.js";
import { ask } from "../shared/dialog.js";
import { part, within } from "../shared/dom.js";
import { problemNotice } from "../shared/problem.js";
import { countOf, hasCopies, isDraft, keptUntil } from "./text.js";

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */

/** @typedef {"erasure.html" | "erasure.json"} RecordFile */

/** As the service takes it: up to 64 letters, digits and plain marks, at least one digit. */
const REFERENCE = /^(?=.*\d)[\p{L}\p{N} \-_/.#:()]{1,64}$/u;

/**
 * Ends a job before its time, after saying what stays as it is.
 * @param {Job} job
 * @param {HTMLButtonElement} opener
 * @returns {Promise<{ job: Job } | { error: unknown } | null>} nothing when the person thinks better of it
 */
export async function stop(job, opener) {
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
          : counted(isRestore ? "js-stop-restored" : "js-stop-deleted", done);
    },
    act: async () => {
      try {
        return { job: await orderJob(job.id, "cancel") };
      } catch (error) {
        return { error };
      }
    },
  });
  return decision.confirmed ? decision.result : null;
}

/**
 * Creates the deleted contacts again, after saying what cannot come back.
 * @param {Job} job
 * @param {HTMLButtonElement} opener
 * @returns {Promise<{ job: Job } | { error: unknown } | null>} nothing when the person thinks better of it
 */
export async function restore(job, opener) {
  const decision = await ask({
    icon: "#icon-restore",
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
  let choice = { reference: "", file: /** @type {RecordFile} */ ("erasure.html"), destroys: false, names: false };
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
      const destroys = /** @type {HTMLInputElement} */ (within(body, "#record-destroy"));
      const names = /** @type {HTMLInputElement} */ (within(body, "#record-names"));
      part(body, "destroy").hidden = !boot.admin || !hasCopies(job);
      field.value = job.reference ?? "";
      const read = () => {
        const reference = field.value.trim();
        const format = /** @type {RecordFile} */ (file.value);
        part(body, "names").hidden = format !== "erasure.html";
        choice = { reference, file: format, destroys: destroys.checked, names: names.checked };
        const fits = REFERENCE.test(reference);
        field.setAttribute("aria-invalid", String(!fits && reference !== ""));
        dialog.allow(fits);
      };
      body.addEventListener("input", read);
      read();
    },
    act: () => carryOut(job, choice),
  });
  return decision.confirmed ? decision.result : null;
}

/**
 * Copies go first, so that the record says so.
 * @param {Job} job
 * @param {{ reference: string, file: RecordFile, destroys: boolean, names: boolean }} choice
 * @returns {Promise<NoticeContent>}
 */
async function carryOut(job, { reference, file, destroys, names }) {
  try {
    if (destroys) {
      await destroyCopies(job.id);
    }
    await recordErasure(job.id, reference);
    await saveFile(job, file, file === "erasure.html" ? `?${pageWishes(job)}${names ? "&names=1" : ""}` : "");
    return { kind: "success", title: text("js-record-saved"), text: text("js-record-saved-text") };
  } catch (error) {
    return problemNotice(error);
  }
}
