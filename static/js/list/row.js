// @ts-check
// A contact as a row of the list. Each cell has one line. Its title holds the full text.

import { text } from "../shared/boot.js";
import { companyOf, fillDay, fillName, responsibleOf } from "../shared/contact.js";
import { copyTemplate, fillNone, part, within } from "../shared/dom.js";
import { contactName, formatNumber } from "../shared/format.js";

/** @typedef {import("../shared/types.js").Contact} Contact */

/**
 * @param {Contact} contact
 * @param {(contact: Contact, button: HTMLButtonElement, row: HTMLElement) => void} onDelete
 * @returns {HTMLElement}
 */
export function contactRow(contact, onDelete) {
  const row = copyTemplate("row-template");
  row.dataset["contactId"] = String(contact.id);
  part(row, "id").textContent = String(contact.id);
  fillName(/** @type {HTMLAnchorElement} */ (part(row, "name")), contact);
  fillLine(part(row, "phones"), contact.phones);
  fillLine(part(row, "emails"), contact.emails);
  fillLine(part(row, "company"), companyOf(contact));
  fillLine(part(row, "responsible"), responsibleOf(contact));
  fillLine(part(row, "source"), contact.source ? [contact.source] : []);
  fillLine(part(row, "deals"), contact.deals === undefined ? [] : [formatNumber(contact.deals)]);
  fillDay(part(row, "activity"), contact.last_activity_at ?? null);
  fillDay(part(row, "changed"), contact.modified_at ?? null);
  fillDay(part(row, "created"), contact.created_at);
  fillSummary(part(row, "line"), contact);
  const name = contactName(contact);
  within(row, '[data-testid="contact-select"]').setAttribute("aria-label", text("js-select-name", { name }));
  const previewButton = part(row, "peek");
  previewButton.setAttribute("aria-label", text("js-list-peek-name", { name }));
  previewButton.title = text("js-list-peek-name", { name });
  const button = /** @type {HTMLButtonElement} */ (within(row, '[data-testid="contact-delete"]'));
  button.setAttribute("aria-label", text("js-delete-name", { name }));
  button.title = within(button, ".ce-button__label").textContent ?? "";
  button.addEventListener("click", () => onDelete(contact, button, row));
  return row;
}

/**
 * Shows the first value and the number of further values. The title lists all of them.
 * @param {HTMLElement} cell
 * @param {string[]} values
 */
function fillLine(cell, values) {
  const [first] = values;
  if (first === undefined) {
    fillNone(cell);
    return;
  }
  const value = document.createElement("bdi");
  value.className = "ce-value";
  value.textContent = first;
  cell.replaceChildren(value);
  cell.title = values.join("\n");
  if (values.length > 1) {
    const more = document.createElement("span");
    more.className = "ce-more";
    more.textContent = `+${values.length - 1}`;
    cell.append(more);
  }
}

/**
 * The summary under the name on a narrow screen: a phone number, which is never cut, and as much else as fits.
 * @param {HTMLElement} cell
 * @param {Contact} contact
 */
function fillSummary(cell, contact) {
  const company = companyOf(contact);
  const values = [contact.phones[0], contact.emails[0] ?? company[0]].filter((value) => value !== undefined);
  cell.replaceChildren(
    ...values.map((value) => {
      const element = document.createElement("bdi");
      element.className = "ce-value";
      element.textContent = value;
      element.title = value;
      element.dataset["whole"] = String(value === contact.phones[0]);
      return element;
    }),
  );
  cell.hidden = values.length === 0;
}
