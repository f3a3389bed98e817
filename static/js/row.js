// @ts-check
// One contact as a row of the list.

import { text } from "./boot.js";
import { connect, openPath } from "./bx24.js";
import { copyOf, fillNone, fillValues, part, within } from "./dom.js";
import { day, nameOf } from "./format.js";

/** @typedef {import("./types.js").Contact} Contact */

/**
 * @param {Contact} contact
 * @param {(contact: Contact, button: HTMLButtonElement, row: HTMLElement) => void} onDelete
 * @returns {HTMLElement}
 */
export function contactRow(contact, onDelete) {
  const row = copyOf("row-template");
  row.dataset["contactId"] = String(contact.id);
  fillName(/** @type {HTMLAnchorElement} */ (part(row, "name")), contact);
  fillValues(part(row, "phones"), contact.phones);
  fillValues(part(row, "emails"), contact.emails);
  fillValues(part(row, "company"), contact.company ? [contact.company] : []);
  fillValues(part(row, "responsible"), responsible(contact));
  fillDay(part(row, "created"), contact.created_at);
  const box = within(row, '[data-testid="contact-select"]');
  box.setAttribute("aria-label", text("js-select-name", { name: nameOf(contact) }));
  fillOpen(/** @type {HTMLAnchorElement} */ (part(row, "open")), contact);
  const button = /** @type {HTMLButtonElement} */ (within(row, '[data-testid="contact-delete"]'));
  button.setAttribute("aria-label", text("js-delete-name", { name: nameOf(contact) }));
  button.title = within(button, ".ce-button__label").textContent ?? "";
  button.addEventListener("click", () => onDelete(contact, button, row));
  return row;
}

/** @param {Contact} contact */
export function responsible(contact) {
  if (contact.assigned_by_name) {
    return [contact.assigned_by_name];
  }
  return contact.assigned_by ? [`#${contact.assigned_by}`] : [];
}

/**
 * @param {HTMLElement} place
 * @param {string | null} iso
 */
export function fillDay(place, iso) {
  const element = day(iso);
  if (element) {
    place.replaceChildren(element);
  } else {
    fillNone(place);
  }
}

/**
 * @param {HTMLAnchorElement} link
 * @param {Contact} contact
 */
function fillName(link, contact) {
  const name = nameOf(contact);
  within(link, "bdi").textContent = name;
  link.title = text("js-open-name", { name });
  leadToCard(link, contact);
}

/**
 * @param {HTMLAnchorElement} link
 * @param {Contact} contact
 */
function fillOpen(link, contact) {
  // The name leads to the same place; this is for the mouse alone.
  link.title = text("js-open-name", { name: nameOf(contact) });
  link.hidden = !leadToCard(link, contact);
}

/**
 * Leads to the contact's card: in the portal's side panel where it can, else in a tab.
 * @param {HTMLAnchorElement} link
 * @param {Contact} contact
 */
function leadToCard(link, contact) {
  if (!/^https?:\/\//i.test(contact.url)) {
    return false;
  }
  link.href = contact.url;
  void connect();
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    const asked = openPath(`/crm/contact/details/${contact.id}/`, () => {
      window.open(contact.url, "_blank", "noopener");
    });
    if (asked) {
      event.preventDefault();
    }
  });
  return true;
}
