// @ts-check
// Deleting one contact, top to bottom: look at it, ask, delete, and say truly what happened.

import { Problem } from "../shared/api/client.js";
import { deleteContact, loadContact } from "../shared/api/contacts.js";
import { listItems, listJobs } from "../shared/api/jobs.js";
import { loadSettings } from "../shared/api/settings.js";
import { boot, counted, text } from "../shared/boot.js";
import { nameOf } from "../shared/format.js";
import { problemNotice } from "../shared/problem.js";
import { askAndAct, CAREFUL } from "./confirm-one.js";
import { undo } from "./undo.js";

/** Among so many of a person's latest jobs the one of a lost answer is looked for. */
const RECENT_JOBS = 3;

/** @typedef {import("../shared/types.js").ContactDetail} ContactDetail */
/** @typedef {import("../shared/types.js").DeleteChoices} DeleteChoices */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */

/**
 * `removed` says whether the contact is gone from the list; null content means that the person changed their mind.
 * @typedef {{ removed: boolean, notice: NoticeContent | null }} Erased
 */

/**
 * @param {string} name
 * @returns {Erased}
 */
function gone(name) {
  return { removed: true, notice: { kind: "info", title: text("js-gone-title", { name }), text: text("js-gone-text") } };
}

/** @param {unknown} error */
function isMissing(error) {
  return error instanceof Problem && error.code === "contact_not_found";
}

/**
 * The answer got lost: looking again is the only way to know.
 * @param {number} id
 * @param {string} name
 * @param {Problem} problem
 * @param {DeleteChoices} choices
 * @param {() => void} [back]
 * @returns {Promise<Erased>}
 */
async function lookAgain(id, name, problem, choices, back) {
  try {
    await loadContact(id);
    return { removed: false, notice: problemNotice(problem) };
  } catch (error) {
    if (isMissing(error)) {
      return deleted(name, await findJobOf(id), choices.days, back);
    }
    const title = text("js-uncertain-title", { name });
    const notice = { kind: /** @type {const} */ ("error"), title, text: text("js-uncertain-text"), requestId: problem.requestId };
    return { removed: false, notice };
  }
}

/**
 * The latest job of one contact that has deleted this one, where a copy was kept and the job knows it already.
 * @param {number} id the contact
 * @returns {Promise<number | null>}
 */
async function findJobOf(id) {
  try {
    const jobs = (await listJobs()).filter(({ single, created_by: by }) => single && by === boot.user_id);
    for (const job of jobs.slice(0, RECENT_JOBS)) {
      const [item] = (await listItems(job.id, "deleted", null)).items;
      if (item?.contact_id === id) {
        return job.id;
      }
    }
  } catch {
    // The deletion is told all the same; what has a copy can be restored under "Jobs".
  }
  return null;
}

/**
 * @param {string} name
 * @param {number | null} [job] which restores it
 * @param {number} [days] how long it can; 0 where that is not known
 * @param {() => void} [back] called when it is back
 * @returns {Erased}
 */
function deleted(name, job = null, days = 0, back = () => {}) {
  const title = text("js-deleted-title", { name });
  if (job === null) {
    return { removed: true, notice: { kind: "success", title, text: text("js-deleted-text") } };
  }
  const kept = days > 0 ? counted("js-deleted-kept", days) : text("js-deleted-kept-open");
  const action = { label: text("js-undo"), run: () => undo(job, name, back) };
  return { removed: true, notice: { kind: "success", title, text: kept, action } };
}

/**
 * @param {ContactDetail} contact
 * @param {DeleteChoices} choices
 * @param {() => void} [back] called when an undone deletion has brought it back
 * @returns {Promise<Erased>}
 */
export async function carryOut(contact, choices, back) {
  const name = nameOf(contact);
  try {
    const { job_id: job } = await deleteContact(contact.id, choices);
    return deleted(name, job, choices.days, back);
  } catch (error) {
    if (isMissing(error)) {
      return gone(name);
    }
    if (error instanceof Problem && error.uncertain) {
      return lookAgain(contact.id, name, error, choices, back);
    }
    return { removed: false, notice: problemNotice(error) };
  }
}

/** What holds for a deletion, or the careful way where that cannot be read. */
export const settingsOrCareful = () => loadSettings().catch(() => CAREFUL);

/**
 * @param {{ id: number, name: string }} contact
 * @param {HTMLButtonElement} opener the button that was pressed
 * @param {() => void} [back] called when an undone deletion has brought it back
 * @returns {Promise<Erased>}
 */
export async function erase(contact, opener, back) {
  opener.setAttribute("aria-busy", "true");
  let detail;
  let settings;
  try {
    [detail, settings] = await Promise.all([loadContact(contact.id), settingsOrCareful()]);
  } catch (error) {
    return isMissing(error) ? gone(nameOf(contact)) : { removed: false, notice: problemNotice(error) };
  } finally {
    opener.removeAttribute("aria-busy");
  }
  const found = detail;
  const decision = await askAndAct(found, settings, opener, (choices) => carryOut(found, choices, back));
  return decision.confirmed ? decision.result : { removed: false, notice: null };
}
