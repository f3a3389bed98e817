// @ts-check
// Deletes one contact: loads it, asks, deletes it and reports the result.

import { Problem } from "../shared/api/client.js";
import { deleteContact, loadContact } from "../shared/api/contacts.js";
import { listItems, listJobs } from "../shared/api/jobs.js";
import { loadSettings } from "../shared/api/settings.js";
import { boot, pluralText, text } from "../shared/boot.js";
import { contactName } from "../shared/format.js";
import { problemNotice } from "../shared/problem.js";
import { STRICTEST_SETTINGS, askAndDelete } from "./confirm-one.js";
import { undo } from "./undo.js";

/** A lost answer's job is searched among this many of the user's latest jobs. */
const RECENT_JOBS = 3;

/** @typedef {import("../shared/types.js").ContactDetail} ContactDetail */
/** @typedef {import("../shared/types.js").DeleteChoices} DeleteChoices */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */

/**
 * `removed`: the contact no longer exists. A notice of null means that the person cancelled.
 * @typedef {{ removed: boolean, notice: NoticeContent | null }} DeletionResult
 */

/**
 * @param {string} name
 * @returns {DeletionResult}
 */
function goneResult(name) {
  return { removed: true, notice: { kind: "info", title: text("js-gone-title", { name }), text: text("js-gone-text") } };
}

/** @param {unknown} error */
function isMissing(error) {
  return error instanceof Problem && error.code === "contact_not_found";
}

/**
 * The answer got lost, so the page checks whether the contact still exists.
 * @param {number} id
 * @param {string} name
 * @param {Problem} problem
 * @param {DeleteChoices} choices
 * @param {() => void} [onUndone]
 * @returns {Promise<DeletionResult>}
 */
async function checkAfterLostAnswer(id, name, problem, choices, onUndone) {
  try {
    await loadContact(id);
    return { removed: false, notice: problemNotice(problem) };
  } catch (error) {
    if (isMissing(error)) {
      return deletedResult(name, await findJob(id), choices.days, onUndone);
    }
    const title = text("js-uncertain-title", { name });
    const notice = { kind: /** @type {const} */ ("error"), title, text: text("js-uncertain-text"), requestId: problem.requestId };
    return { removed: false, notice };
  }
}

/**
 * The latest job for one contact that deleted this contact. The result is null if no copy was kept or if the job is not
 * found.
 * @param {number} id the contact
 * @returns {Promise<number | null>}
 */
async function findJob(id) {
  try {
    const jobs = (await listJobs()).filter(({ single, created_by: by }) => single && by === boot.user_id);
    for (const job of jobs.slice(0, RECENT_JOBS)) {
      const [item] = (await listItems(job.id, "deleted", null)).items;
      if (item?.contact_id === id) {
        return job.id;
      }
    }
  } catch {
    // The notice about the deletion needs no job. A contact with a copy can also be restored under "Jobs".
  }
  return null;
}

/**
 * @param {string} name
 * @param {number | null} [job] the job that can restore it
 * @param {number} [days] how long the copy is kept; 0 if not known
 * @param {() => void} [onUndone] called when the contact is restored
 * @returns {DeletionResult}
 */
function deletedResult(name, job = null, days = 0, onUndone = () => {}) {
  const title = text("js-deleted-title", { name });
  if (job === null) {
    return { removed: true, notice: { kind: "success", title, text: text("js-deleted-text") } };
  }
  const kept = days > 0 ? pluralText("js-deleted-kept", days) : text("js-deleted-kept-open");
  const action = { label: text("js-undo"), run: () => undo(job, name, onUndone) };
  return { removed: true, notice: { kind: "success", title, text: kept, action } };
}

/**
 * @param {ContactDetail} contact
 * @param {DeleteChoices} choices
 * @param {() => void} [onUndone] called when the deletion was undone
 * @returns {Promise<DeletionResult>}
 */
export async function deleteConfirmed(contact, choices, onUndone) {
  const name = contactName(contact);
  try {
    const { job_id: job } = await deleteContact(contact.id, choices);
    return deletedResult(name, job, choices.days, onUndone);
  } catch (error) {
    if (isMissing(error)) {
      return goneResult(name);
    }
    if (error instanceof Problem && error.isUncertain) {
      return checkAfterLostAnswer(contact.id, name, error, choices, onUndone);
    }
    return { removed: false, notice: problemNotice(error) };
  }
}

/** The settings for a deletion, or the strictest ones if they cannot be read. */
export const loadSettingsOrStrictest = () => loadSettings().catch(() => STRICTEST_SETTINGS);

/**
 * @param {{ id: number, name: string }} contact
 * @param {HTMLButtonElement} opener the button that was pressed, gets the focus back
 * @param {() => void} [onUndone] called when the deletion was undone
 * @returns {Promise<DeletionResult>}
 */
export async function deleteOne(contact, opener, onUndone) {
  opener.setAttribute("aria-busy", "true");
  let detail;
  let settings;
  try {
    [detail, settings] = await Promise.all([loadContact(contact.id), loadSettingsOrStrictest()]);
  } catch (error) {
    return isMissing(error) ? goneResult(contactName(contact)) : { removed: false, notice: problemNotice(error) };
  } finally {
    opener.removeAttribute("aria-busy");
  }
  const found = detail;
  const decision = await askAndDelete(found, settings, opener, (choices) => deleteConfirmed(found, choices, onUndone));
  return decision.confirmed ? decision.result : { removed: false, notice: null };
}
