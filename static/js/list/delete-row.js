// @ts-check
// Deleting the contact of one row: the answer stands where the row is, or was.

import { erase } from "../deletion/delete-one.js";
import { byId, within } from "../shared/dom.js";
import { showNotice } from "../shared/notice.js";
import { letGo } from "./selection.js";

/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */

const rows = byId("rows");
/** The columns that are shown. */
const heads = () => Array.from(document.querySelectorAll("#contacts thead th")).filter((head) => head.checkVisibility());

/**
 * @param {{ id: number, name: string }} contact
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} row
 * @param {() => Promise<void>} goneFrom called when the row has gone from the list
 * @param {() => Promise<void>} [cameBack] called when the contact is there again
 */
export async function remove(contact, button, row, goneFrom, cameBack = async () => {}) {
  if (button.getAttribute("aria-busy") === "true") {
    return;
  }
  row.dataset["acted"] = "";
  const { removed, notice } = await erase(contact, button, () => void cameBack());
  delete row.dataset["acted"];
  if (removed) {
    letGo(contact.id);
  }
  if (!notice) {
    return;
  }
  if (!row.isConnected) {
    showAbove(notice);
    return;
  }
  const last = rows.querySelectorAll("[data-contact-id]").length === 1;
  if (removed && last) {
    row.remove();
    await goneFrom();
    showAbove(notice);
    return;
  }
  tellAt(row, notice, removed);
  if (removed) {
    await goneFrom();
  }
}

/**
 * Puts the notice where the row is: in its place when it is gone, else below it.
 * @param {HTMLElement} row
 * @param {NoticeContent} content
 * @param {boolean} instead
 */
function tellAt(row, content, instead) {
  const neighbour = row.nextElementSibling?.matches("[data-contact-id]") ? row.nextElementSibling : null;
  const put = (/** @type {HTMLElement} */ notice) => {
    const holder = document.createElement("tr");
    holder.className = "ce-notice-row";
    holder.setAttribute("role", "row");
    const cell = document.createElement("td");
    cell.setAttribute("role", "cell");
    cell.colSpan = heads().length;
    cell.append(notice);
    holder.append(cell);
    row.after(holder);
    if (instead) {
      row.remove();
    }
    return holder;
  };
  showNotice(content, put, () => focusRow(instead ? neighbour : row));
}

/** @param {NoticeContent} content */
export function showAbove(content) {
  const put = (/** @type {HTMLElement} */ notice) => {
    byId("list-notice").replaceChildren(notice);
    return notice;
  };
  showNotice(content, put, () => byId("search").focus());
}

/** @param {Element | null} row */
function focusRow(row) {
  const target = row?.isConnected ? row : rows.querySelector("[data-contact-id]");
  (target ? within(target, '[data-testid="contact-delete"]') : byId("search")).focus();
}
