// @ts-check
// Deleting one contact, top to bottom: look at it, ask, delete, and say truly what happened.

import { deleteContact, loadContact, Problem } from "./api.js";
import { text } from "./boot.js";
import { askAndAct } from "./confirm.js";
import { nameOf } from "./format.js";

/** @typedef {import("./types.js").NoticeContent} NoticeContent */

/**
 * `removed` says whether the contact is gone from the list; null content means that the person changed their mind.
 * @typedef {{ removed: boolean, notice: NoticeContent | null }} Erased
 */

/**
 * @param {unknown} error
 * @returns {NoticeContent}
 */
export function problemNotice(error) {
  if (error instanceof Problem) {
    return { kind: "error", title: error.title, text: error.detail, requestId: error.requestId };
  }
  return { kind: "error", title: text("js-answer-title"), text: text("js-answer-text") };
}

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
 * @returns {Promise<Erased>}
 */
async function lookAgain(id, name, problem) {
  try {
    await loadContact(id);
    return { removed: false, notice: problemNotice(problem) };
  } catch (error) {
    if (isMissing(error)) {
      return deleted(name);
    }
    const title = text("js-uncertain-title", { name });
    const notice = { kind: /** @type {const} */ ("error"), title, text: text("js-uncertain-text"), requestId: problem.requestId };
    return { removed: false, notice };
  }
}

/**
 * @param {string} name
 * @returns {Erased}
 */
function deleted(name) {
  const title = text("js-deleted-title", { name });
  return { removed: true, notice: { kind: "success", title, text: text("js-deleted-text") } };
}

/**
 * @param {number} id
 * @param {string} name
 * @returns {Promise<Erased>}
 */
async function carryOut(id, name) {
  try {
    await deleteContact(id);
    return deleted(name);
  } catch (error) {
    if (isMissing(error)) {
      return gone(name);
    }
    if (error instanceof Problem && error.uncertain) {
      return lookAgain(id, name, error);
    }
    return { removed: false, notice: problemNotice(error) };
  }
}

/**
 * @param {{ id: number, name: string }} contact
 * @param {HTMLButtonElement} opener the button that was pressed
 * @returns {Promise<Erased>}
 */
export async function erase(contact, opener) {
  opener.setAttribute("aria-busy", "true");
  let detail;
  try {
    detail = await loadContact(contact.id);
  } catch (error) {
    return isMissing(error) ? gone(nameOf(contact)) : { removed: false, notice: problemNotice(error) };
  } finally {
    opener.removeAttribute("aria-busy");
  }
  const name = nameOf(detail);
  const decision = await askAndAct(detail, opener, () => carryOut(detail.id, name));
  return decision.confirmed ? decision.result : { removed: false, notice: null };
}
