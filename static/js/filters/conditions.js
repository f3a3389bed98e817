// @ts-check
// The conditions of a list as a person means them: dates may be told by their distance from today ("P2Y", "P0D"), as
// they are kept in the address and in views. The API's list and jobs get the moments of that day.

import { counted, text } from "../shared/boot.js";
import { endOfDay, localParts, startOfDay } from "../shared/date-fields.js";
import { dayOf, momentOf } from "../shared/format.js";
import { personWords } from "../shared/people.js";
import { sourceWords } from "../shared/sources.js";

/** @typedef {import("../shared/types.js").ContactQuery} ContactQuery */
/** @typedef {import("../shared/types.js").SavedFilter} SavedFilter */
/** @typedef {"created_from" | "created_to" | "no_activity_since"} DateName */
/** @typedef {Exclude<keyof ContactQuery, "search" | "without">} Condition */

/** @type {DateName[]} */
const DATES = ["created_from", "created_to", "no_activity_since"];
const AGO = /^P(\d{1,4})([YMWD])$/;

/** @param {unknown} value */
export const isRelative = (value) => typeof value === "string" && AGO.test(value);

/** @param {ContactQuery} query */
export const hasRelative = (query) => DATES.some((name) => isRelative(query[name]));

/**
 * @param {string} ago
 * @returns {[number, string]} how many, and the unit's letter
 */
function partsOf(ago) {
  const [, digits = "0", unit = "D"] = AGO.exec(ago) ?? [];
  return [Number(digits), unit];
}

/**
 * The day that lies so far before today; a day that its month lacks is that month's last.
 * @param {string} ago
 * @param {Date} today
 */
function dayBefore(ago, today) {
  const [count, unit] = partsOf(ago);
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()];
  if (unit === "D" || unit === "W") {
    return new Date(year, month, day - count * (unit === "W" ? 7 : 1));
  }
  const first = new Date(year, month - count * (unit === "Y" ? 12 : 1), 1);
  const last = new Date(first.getFullYear(), first.getMonth() + 1, 0).getDate();
  return new Date(first.getFullYear(), first.getMonth(), Math.min(day, last));
}

/**
 * @param {string} name
 * @param {string} ago
 * @param {Date} today
 */
function momentOfAgo(name, ago, today) {
  const day = dayBefore(ago, today);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const text = `${String(day.getFullYear()).padStart(4, "0")}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  return name === "created_to" ? endOfDay(text, "") : startOfDay(text, "");
}

/**
 * The conditions as they are on a day, for the API.
 * @param {ContactQuery} query
 * @param {Date} today
 * @returns {ContactQuery}
 */
export function onDay(query, today) {
  const one = (/** @type {[string, unknown]} */ [name, value]) =>
    DATES.includes(/** @type {DateName} */ (name)) && isRelative(value)
      ? [name, momentOfAgo(name, String(value), today)]
      : [name, value];
  return /** @type {ContactQuery} */ (Object.fromEntries(Object.entries(query).map(one)));
}

/**
 * Whether two sets of conditions say the same.
 * @param {ContactQuery} one
 * @param {ContactQuery} other
 */
export function isSame(one, other) {
  const plain = (/** @type {ContactQuery} */ query) =>
    JSON.stringify(
      Object.entries(query)
        .map(([name, value]) => [name, Array.isArray(value) ? value.toSorted().join() : String(value ?? "")])
        .filter(([, value]) => value)
        .sort(),
    );
  return plain(one) === plain(other);
}

/**
 * @param {string} ago
 * @param {string} key the text for days; those for months and years end so
 */
function age(ago, key) {
  const [count, unit] = partsOf(ago);
  const [shown, ending] =
    unit === "Y" ? [count, "years"]
    : unit === "M" ? [count, "months"]
    : [unit === "W" ? count * 7 : count, "days"];
  return counted(`${key}-${ending}`, shown);
}

/**
 * @param {DateName} name
 * @param {string} value
 */
function dateInWords(name, value) {
  if (!isRelative(value)) {
    const keys = { created_from: "js-chip-from", created_to: "js-chip-to", no_activity_since: "js-chip-idle-since" };
    // The usual time of a day is not told: the day's first moment, or its last.
    const isWholeDay = localParts(value, name === "created_to" ? "23:59" : "00:00")[1] === "";
    return text(keys[name], { time: isWholeDay ? dayOf(value) : momentOf(value) });
  }
  if (name === "created_from") {
    return value === "P0D" ? text("js-chip-today") : age(value, "js-chip-within");
  }
  return age(value, name === "created_to" ? "js-chip-older" : "js-chip-idle");
}

/**
 * Each condition but the search and what is missing, in words.
 * @param {ContactQuery} query
 * @returns {[Condition, string][]}
 */
export function conditionsOf(query) {
  /** @type {[Condition, string][]} */
  const found = [];
  if (query.assigned_by) {
    found.push(["assigned_by", text("js-chip-responsible", { name: personWords(query.assigned_by) })]);
  }
  if (query.created_by) {
    found.push(["created_by", text("js-chip-author", { name: personWords(query.created_by) })]);
  }
  for (const name of DATES) {
    const value = query[name];
    if (value) {
      found.push([name, dateInWords(name, value)]);
    }
  }
  if (query.source) {
    found.push(["source", text("js-chip-source", { name: sourceWords(query.source) })]);
  }
  return found;
}

/**
 * What a view looks for, in one set of conditions. An age of its own is the end of an interval; beside another end the
 * server's word counts, which knows the earlier one.
 * @param {SavedFilter} view
 * @returns {ContactQuery}
 */
export function meantBy({ filter, older_than_days: days, query }) {
  if (days === null) {
    return filter;
  }
  return filter.created_to ? (query ?? filter) : { ...filter, created_to: `P${days}D` };
}
