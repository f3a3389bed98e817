// @ts-check
// Formats numbers, dates and names in the page's language.

import { boot, text } from "./boot.js";

const numberFormat = new Intl.NumberFormat(boot.language);
/** Portals in these languages print dates in digits; their long form would add a word for "year". */
const usesDigits = ["ru", "uk"].includes(boot.language);
const DIGITS = /** @type {const} */ ({ day: "2-digit", month: "2-digit", year: "numeric" });
const TIME = /** @type {const} */ ({ hour: usesDigits ? "2-digit" : "numeric", minute: "2-digit" });
/** The format of a date. @type {Intl.DateTimeFormatOptions} */
export const DATE_STYLE = usesDigits ? DIGITS : { dateStyle: "medium" };
const dateFormat = new Intl.DateTimeFormat(boot.language, DATE_STYLE);
const longFormat = new Intl.DateTimeFormat(
  boot.language,
  usesDigits
    ? { ...DIGITS, ...TIME, timeZoneName: "short" }
    : { day: "numeric", month: "long", year: "numeric", ...TIME, timeZoneName: "short" },
);

/** @param {number} value */
export function formatNumber(value) {
  return numberFormat.format(value);
}

const GROUPED = /^\d{1,3}([^\d\p{L}]\d{3})+$/u;
const SEPARATOR = numberFormat.formatToParts(1_000_000).find(({ type }) => type === "group")?.value ?? ",";

/**
 * Parses a whole number that a person typed, with or without the language's thousands separators. An empty text is
 * null. A text that is not a number is returned unchanged.
 * @param {string} typed
 * @returns {number | string | null}
 */
export function parseNumber(typed) {
  const text = typed.trim();
  if (text === "") {
    return null;
  }
  const isGrouped = GROUPED.test(text) && text.replace(/[\d\s]/gu, "").replaceAll(SEPARATOR, "") === "";
  const digits = isGrouped ? text.replace(/\D/gu, "") : text;
  return /^\d+$/u.test(digits) ? Number(digits) : text;
}

/**
 * A date as a time element with the exact time in its title, or null if the date is invalid.
 * @param {string | null} iso
 */
export function dateElement(iso) {
  const moment = iso ? new Date(iso) : null;
  if (!moment || Number.isNaN(moment.getTime())) {
    return null;
  }
  const element = document.createElement("time");
  element.dateTime = moment.toISOString();
  element.title = longFormat.format(moment);
  element.textContent = dateFormat.format(moment);
  return element;
}

/**
 * The contact's name, or a placeholder with its id.
 * @param {{ id: number, name: string }} contact
 */
export function contactName(contact) {
  return contact.name.trim() || `${text("js-no-name")} (${contact.id})`;
}

/**
 * The words with a capital first letter, for use outside a sentence.
 * @param {string} words
 */
export const capitalized = (words) => words.charAt(0).toLocaleUpperCase(boot.language) + words.slice(1);

/**
 * Up to two initials. The result is empty if the name has no letters.
 * @param {string} name
 */
export function initials(name) {
  const words = name.match(/\p{L}+/gu) ?? [];
  return words.slice(0, 2).map((word) => (Array.from(word)[0] ?? "").toLocaleUpperCase(boot.language)).join("");
}

const timeFormat = new Intl.DateTimeFormat(boot.language, { timeStyle: "short" });
const dateTimeFormat = new Intl.DateTimeFormat(
  boot.language,
  usesDigits ? { ...DIGITS, ...TIME } : { dateStyle: "medium", timeStyle: "short" },
);
const secondsFormat = new Intl.DateTimeFormat(
  boot.language,
  usesDigits ? { ...DIGITS, ...TIME, second: "2-digit" } : { dateStyle: "medium", timeStyle: "medium" },
);

/**
 * The date and time in short form. Today's date is replaced by a word.
 * @param {string} iso
 */
export function shortDateTime(iso) {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) {
    return iso;
  }
  const isToday = moment.toDateString() === new Date().toDateString();
  return isToday ? text("js-today", { time: timeFormat.format(moment) }) : dateTimeFormat.format(moment);
}

/**
 * The date and time with seconds.
 * @param {string} iso
 */
export function dateTimeWithSeconds(iso) {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? iso : secondsFormat.format(moment);
}

/**
 * The date and time in full, with the person's time zone.
 * @param {string} iso
 */
export function longDateTime(iso) {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? iso : longFormat.format(moment);
}

/** @param {string} iso */
export function shortDate(iso) {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? iso : dateFormat.format(moment);
}

/**
 * A duration in seconds, minutes or hours. Hours have one decimal.
 * @param {number} seconds
 */
export function duration(seconds) {
  const [value, unit] =
    seconds < 60 ? [Math.max(1, Math.round(seconds)), "second"]
    : seconds < 5400 ? [Math.round(seconds / 60), "minute"]
    : [Math.round(seconds / 360) / 10, "hour"];
  return new Intl.NumberFormat(boot.language, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

/**
 * A number with one decimal if it is below ten.
 * @param {number} value
 */
export function roundedNumber(value) {
  return new Intl.NumberFormat(boot.language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}
