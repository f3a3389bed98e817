// @ts-check
// The values of a contact as the list, the dialogs and the widget show them.

import { boot, text } from "./boot.js";
import { connect, openPath } from "./bx24.js";
import { fillNone, within } from "./dom.js";
import { contactName, dateElement } from "./format.js";

/** @typedef {import("./types.js").Contact} Contact */

/**
 * The contact's company, or its number if the user may not see the company.
 * @param {{ company: string | null }} contact
 */
export function companyOf({ company }) {
  const unnamed = company?.match(/^#(\d+)$/);
  return unnamed ? [text("js-list-company-number", { number: unnamed[1] ?? "" })] : company ? [company] : [];
}

/** @param {Contact} contact */
export function responsibleOf(contact) {
  if (contact.assigned_by_name) {
    return [contact.assigned_by_name];
  }
  return contact.assigned_by ? [text("js-list-person-number", { number: String(contact.assigned_by) })] : [];
}

/** Dates in digits need the least space. English keeps the month's name, because the order of digits is ambiguous there. */
const numericDate = new Intl.DateTimeFormat(boot.language, { day: "2-digit", month: "2-digit", year: "numeric" });

/**
 * @param {HTMLElement} cell
 * @param {string | null} iso
 */
export function fillDay(cell, iso) {
  const element = dateElement(iso);
  if (element) {
    element.classList.add("ce-value");
    element.textContent = boot.language === "en" ? element.textContent : numericDate.format(new Date(element.dateTime));
    cell.replaceChildren(element);
  } else {
    fillNone(cell);
  }
}

/**
 * @param {HTMLAnchorElement} link
 * @param {Contact} contact
 */
export function fillName(link, contact) {
  const name = contactName(contact);
  within(link, "bdi").textContent = name;
  link.title = name;
  linkToCard(link, contact);
}

/**
 * A link to a page of the portal, which opens in a tab.
 * @param {string} path
 * @param {string} label
 */
export function portalLink(path, label) {
  const link = document.createElement("a");
  link.className = "ce-link";
  link.href = `${boot.portal_origin ?? ""}${path}`;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = label;
  return link;
}

/**
 * A link to a contact's card by its id.
 * @param {number} id
 * @param {string} label
 */
export const cardLink = (id, label) => portalLink(`/crm/contact/details/${id}/`, label);

/**
 * Links to the contact's card: in the portal's side panel if possible, otherwise in a browser tab.
 * @param {HTMLAnchorElement} link
 * @param {Contact} contact
 */
export function linkToCard(link, contact) {
  if (!/^https?:\/\//i.test(contact.url)) {
    return;
  }
  link.href = contact.url;
  void connect();
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    const isOpening = openPath(`/crm/contact/details/${contact.id}/`, () => {
      window.open(contact.url, "_blank", "noopener");
    });
    if (isOpening) {
      event.preventDefault();
    }
  });
}
