// @ts-check
// One contact as a row of the list: one line, whose cut texts stand in full in their titles.

import { text } from "../shared/boot.js";
import { companyOf, fillDay, fillName, responsible } from "../shared/contact.js";
import { copyOf, fillNone, part, within } from "../shared/dom.js";
import { nameOf, number } from "../shared/format.js";

/** @typedef {import("../shared/types.js").Contact} Contact */

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
