// @ts-check
// The values of a contact as the list, the dialogs and the widget show them.

import { boot, text } from "./boot.js";
import { connect, openPath } from "./bx24.js";
import { fillNone, within } from "./dom.js";
import { day, nameOf } from "./format.js";

/** @typedef {import("./types.js").Contact} Contact */

/**
 * The contact's company; by its number where this person may not see it.
 * @param {{ company: string | null }} contact
 */
export function companyOf({ company }) {
  const unnamed = company?.match(/^#(\d+)$/);
  return unnamed ? [text("js-list-company-number", { number: unnamed[1] ?? "" })] : company ? [company] : [];
}

/** @param {Contact} contact */
export function responsible(contact) {
  if (contact.assigned_by_name) {
    return [contact.assigned_by_name];
  }
  return contact.assigned_by ? [text("js-list-person-number", { number: String(contact.assigned_by) })] : [];
}

/** Days in numbers take the least room; in English the order of the numbers would say little. */
const numerals = new Intl.DateTimeFormat(boot.language, { day: "2-digit", month: "2-digit", year: "numeric" });

/**
 * @param {HTMLElement} place
 * @param {string | null} iso
 */
export function fillDay(place, iso) {
  const element = day(iso);
  if (element) {
    element.classList.add("ce-value");
    element.textContent = boot.language === "en" ? element.textContent : numerals.format(new Date(element.dateTime));
    place.replaceChildren(element);
  } else {
    fillNone(place);
  }
}

/**
 * @param {HTMLAnchorElement} link
 * @param {Contact} contact
 */
export function fillName(link, contact) {
  const name = nameOf(contact);
  within(link, "bdi").textContent = name;
  link.title = name;
  leadToCard(link, contact);
}

/**
 * Leads to the contact's card: in the portal's side panel where it can, else in a tab.
 * @param {HTMLAnchorElement} link
 * @param {Contact} contact
 */
export function leadToCard(link, contact) {
  if (!/^https?:\/\//i.test(contact.url)) {
    return;
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
}
