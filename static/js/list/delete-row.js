// @ts-check
// Deletes the contact of one row and shows the answer at the row.

import { byId, within } from "../shared/dom.js";
import { showNotice, showNoticeIn } from "../shared/notice.js";
import { problemNotice } from "../shared/problem.js";
import { removeContact } from "./selection.js";

/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */

const rows = byId("rows");
/** The visible columns. */
const shownColumns = () => Array.from(document.querySelectorAll("#contacts thead th")).filter((head) => head.checkVisibility());

/**
 * Asks and deletes one contact. The dialog is loaded with the first deletion, because most visits only look.
 * @param {{ id: number, name: string }} contact
 * @param {HTMLButtonElement} button
 * @param {() => void} onUndone
 * @returns {Promise<import("../deletion/delete-one.js").DeletionResult>}
 */
export async function loadAndDelete(contact, button, onUndone) {
  button.setAttribute("aria-busy", "true");
  let dialog;
  try {
    dialog = await import("../deletion/delete-one.js");
  } catch (error) {
    return { removed: false, notice: problemNotice(error) };
  } finally {
    button.removeAttribute("aria-busy");
  }
  return dialog.deleteOne(contact, button, onUndone);
}

/**
 * @param {{ id: number, name: string }} contact
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} row
 * @param {() => Promise<void>} afterRemoval called after the row was removed from the list
 * @param {() => Promise<void>} [afterUndo] called when the deletion was undone
 */
export async function deleteRow(contact, button, row, afterRemoval, afterUndo = async () => {}) {
  if (button.getAttribute("aria-busy") === "true") {
    return;
  }
  row.dataset["acted"] = "";
  const { removed, notice } = await loadAndDelete(contact, button, () => void afterUndo());
  delete row.dataset["acted"];
  if (removed) {
    removeContact(contact.id);
  }
  if (!notice) {
    return;
  }
  if (!row.isConnected) {
    showAboveList(notice);
    return;
  }
  const last = rows.querySelectorAll("[data-contact-id]").length === 1;
  if (removed && last) {
    row.remove();
    await afterRemoval();
    showAboveList(notice);
    return;
  }
  showAtRow(row, notice, removed);
  if (removed) {
    await afterRemoval();
  }
}

/**
 * Shows the notice in place of a removed row, or else below the row.
 * @param {HTMLElement} row
 * @param {NoticeContent} content
 * @param {boolean} isReplaced
 */
function showAtRow(row, content, isReplaced) {
  const neighbour = row.nextElementSibling?.matches("[data-contact-id]") ? row.nextElementSibling : null;
  const place = (/** @type {HTMLElement} */ notice) => {
    const holder = document.createElement("tr");
    holder.className = "ce-notice-row";
    holder.setAttribute("role", "row");
    const cell = document.createElement("td");
    cell.setAttribute("role", "cell");
    cell.colSpan = shownColumns().length;
    cell.append(notice);
    holder.append(cell);
    row.after(holder);
    if (isReplaced) {
      row.remove();
    }
    return holder;
  };
  showNotice(content, place, () => focusRow(isReplaced ? neighbour : row));
}

/** @param {NoticeContent} content */
export function showAboveList(content) {
  showNoticeIn(byId("list-notice"), content, () => byId("search").focus());
}

/** @param {Element | null} row */
function focusRow(row) {
  const target = row?.isConnected ? row : rows.querySelector("[data-contact-id]");
  (target ? within(target, '[data-testid="contact-delete"]') : byId("search")).focus();
}
