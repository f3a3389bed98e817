// @ts-check
// Numbers, dates and names as the page's language writes them.

import { boot, text } from "./boot.js";

const numbers = new Intl.NumberFormat(boot.language);
const days = new Intl.DateTimeFormat(boot.language, { dateStyle: "medium" });
const moments = new Intl.DateTimeFormat(boot.language, { dateStyle: "long", timeStyle: "short" });

/** @param {number} value */
export function number(value) {
  return numbers.format(value);
}

/**
 * A day as a time element, the exact moment in its title; null for a date that cannot be read.
 * @param {string | null} iso
 */
export function day(iso) {
  const moment = iso ? new Date(iso) : null;
  if (!moment || Number.isNaN(moment.getTime())) {
    return null;
  }
  const element = document.createElement("time");
  element.dateTime = moment.toISOString();
  element.title = moments.format(moment);
  element.textContent = days.format(moment);
  return element;
}

/**
 * What a contact is called on the page.
 * @param {{ id: number, name: string }} contact
 */
export function nameOf(contact) {
  return contact.name.trim() || `${text("js-no-name")} (${contact.id})`;
}

/**
 * Up to two initials, or nothing for a name that has no letters.
 * @param {string} name
 */
export function initials(name) {
  const words = name.match(/\p{L}+/gu) ?? [];
  return words.slice(0, 2).map((word) => (Array.from(word)[0] ?? "").toLocaleUpperCase(boot.language)).join("");
}
