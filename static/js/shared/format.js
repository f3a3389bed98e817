// @ts-check
// Numbers, dates and names as the page's language writes them.

import { boot, text } from "./boot.js";

const numbers = new Intl.NumberFormat(boot.language);
/** Portals print dates in digits where the word for the year would follow them. */
const inDigits = ["ru", "uk"].includes(boot.language);
const DIGITS = /** @type {const} */ ({ day: "2-digit", month: "2-digit", year: "numeric" });
const TIME = /** @type {const} */ ({ hour: inDigits ? "2-digit" : "numeric", minute: "2-digit" });
/** How a day is written. @type {Intl.DateTimeFormatOptions} */
export const DAY = inDigits ? DIGITS : { dateStyle: "medium" };
const days = new Intl.DateTimeFormat(boot.language, DAY);
const moments = new Intl.DateTimeFormat(
  boot.language,
  inDigits
    ? { ...DIGITS, ...TIME, timeZoneName: "short" }
    : { day: "numeric", month: "long", year: "numeric", ...TIME, timeZoneName: "short" },
);

/** @param {number} value */
export function number(value) {
  return numbers.format(value);
}

const GROUPED = /^\d{1,3}([^\d\p{L}]\d{3})+$/u;
const SEPARATOR = numbers.formatToParts(1_000_000).find(({ type }) => type === "group")?.value ?? ",";

/**
 * A whole number as a person types it, with or without the language's marks between thousands. Nothing is null; what is
 * no number comes back as it is.
 * @param {string} typed
 * @returns {number | string | null}
 */
export function readNumber(typed) {
  const text = typed.trim();
  if (text === "") {
    return null;
  }
  const isGrouped = GROUPED.test(text) && text.replace(/[\d\s]/gu, "").replaceAll(SEPARATOR, "") === "";
  const digits = isGrouped ? text.replace(/\D/gu, "") : text;
  return /^\d+$/u.test(digits) ? Number(digits) : text;
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
 * Words that stand alone begin with a capital.
 * @param {string} words
 */
export const capitalized = (words) => words.charAt(0).toLocaleUpperCase(boot.language) + words.slice(1);

/**
 * Up to two initials, or nothing for a name that has no letters.
 * @param {string} name
 */
export function initials(name) {
  const words = name.match(/\p{L}+/gu) ?? [];
  return words.slice(0, 2).map((word) => (Array.from(word)[0] ?? "").toLocaleUpperCase(boot.language)).join("");
}

const clock = new Intl.DateTimeFormat(boot.language, { timeStyle: "short" });
const daysWithTime = new Intl.DateTimeFormat(
  boot.language,
  inDigits ? { ...DIGITS, ...TIME } : { dateStyle: "medium", timeStyle: "short" },
);
const daysWithSeconds = new Intl.DateTimeFormat(
  boot.language,
  inDigits ? { ...DIGITS, ...TIME, second: "2-digit" } : { dateStyle: "medium", timeStyle: "medium" },
);

/**
 * A moment in short, with its day.
 * @param {string} iso
 */
export function momentOf(iso) {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) {
    return iso;
  }
  const isToday = moment.toDateString() === new Date().toDateString();
  return isToday ? text("js-today", { time: clock.format(moment) }) : daysWithTime.format(moment);
}

/**
 * A moment to the second.
 * @param {string} iso
 */
export function secondOf(iso) {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? iso : daysWithSeconds.format(moment);
}

/**
 * A moment in full, with the zone of the person's clock.
 * @param {string} iso
 */
export function exactMomentOf(iso) {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? iso : moments.format(moment);
}

/** @param {string} iso */
export function dayOf(iso) {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? iso : days.format(moment);
}

/**
 * A span of time, as exactly as it can honestly be told: seconds, then minutes, then hours.
 * @param {number} seconds
 */
export function span(seconds) {
  const [value, unit] =
    seconds < 60 ? [Math.max(1, Math.round(seconds)), "second"]
    : seconds < 5400 ? [Math.round(seconds / 60), "minute"]
    : [Math.round(seconds / 360) / 10, "hour"];
  return new Intl.NumberFormat(boot.language, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

/**
 * A number with one digit behind the point, where that says something.
 * @param {number} value
 */
export function roughly(value) {
  return new Intl.NumberFormat(boot.language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}
