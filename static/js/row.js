// @ts-check
// One contact as a row of the list: one line, whose cut texts stand in full in their titles.

import { boot, text } from "./boot.js";
import { connect, openPath } from "./bx24.js";
import { copyOf, fillNone, part, within } from "./dom.js";
import { day, nameOf, number } from "./format.js";

/** @typedef {import("./types.js").Contact} Contact */

/**
 * @param {Contact} contact
 * @param {(contact: Contact, button: HTMLButtonElement, row: HTMLElement) => void} onDelete
 * @returns {HTMLElement}
 */
export function contactRow(contact, onDelete) {
  const row = copyOf("row-template");
  row.dataset["contactId"] = String(contact.id);
  part(row, "id").textContent = String(contact.id);
  fillName(/** @type {HTMLAnchorElement} */ (part(row, "name")), contact);
  fillLine(part(row, "phones"), contact.phones);
  fillLine(part(row, "emails"), contact.emails);
  fillLine(part(row, "company"), companyOf(contact));
  fillLine(part(row, "responsible"), responsible(contact));
  fillLine(part(row, "source"), contact.source ? [contact.source] : []);
  fillLine(part(row, "deals"), contact.deals === undefined ? [] : [number(contact.deals)]);
  fillDay(part(row, "activity"), contact.last_activity_at ?? null);
  fillDay(part(row, "changed"), contact.modified_at ?? null);
  fillDay(part(row, "created"), contact.created_at);
  fillSummary(part(row, "line"), contact);
  const name = nameOf(contact);
  within(row, '[data-testid="contact-select"]').setAttribute("aria-label", text("js-select-name", { name }));
  const peek = part(row, "peek");
  peek.setAttribute("aria-label", text("js-list-peek-name", { name }));
  peek.title = text("js-list-peek-name", { name });
  const button = /** @type {HTMLButtonElement} */ (within(row, '[data-testid="contact-delete"]'));
  button.setAttribute("aria-label", text("js-delete-name", { name }));
  button.title = within(button, ".ce-button__label").textContent ?? "";
  button.addEventListener("click", () => onDelete(contact, button, row));
  return row;
}

/**
 * The first value, cut where it has to be; how many more there are; all of them in the title.
 * @param {HTMLElement} place
 * @param {string[]} values
 */
function fillLine(place, values) {
  const [first] = values;
  if (first === undefined) {
    fillNone(place);
    return;
  }
  const value = document.createElement("bdi");
  value.className = "ce-value";
  value.textContent = first;
  place.replaceChildren(value);
  place.title = values.join("\n");
  if (values.length > 1) {
    const more = document.createElement("span");
    more.className = "ce-more";
    more.textContent = `+${values.length - 1}`;
    place.append(more);
  }
}

/**
 * What stands under the name on a narrow screen: a phone number first, which is never cut, then what there is room for.
 * @param {HTMLElement} place
 * @param {Contact} contact
 */
function fillSummary(place, contact) {
  const company = companyOf(contact);
  const values = [contact.phones[0], contact.emails[0] ?? company[0]].filter((value) => value !== undefined);
  place.replaceChildren(
    ...values.map((value) => {
      const element = document.createElement("bdi");
      element.className = "ce-value";
      element.textContent = value;
      element.title = value;
      element.dataset["whole"] = String(value === contact.phones[0]);
      return element;
    }),
  );
  place.hidden = values.length === 0;
}

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
