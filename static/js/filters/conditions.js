// @ts-check
// The conditions of a filter. The address and saved filters store relative dates such as "P2Y" or "P0D". The API gets
// the times of the current day.

import { pluralText, text } from "../shared/boot.js";
import { endOfDay, fieldValues, startOfDay, twoDigits } from "../shared/date-fields.js";
import { shortDate, shortDateTime } from "../shared/format.js";
import { loadPeopleNames, personLabel } from "../shared/people.js";
import { loadSources, sourceName } from "../shared/sources.js";

/** @typedef {import("../shared/types.js").ContactFilter} ContactFilter */
/** @typedef {import("../shared/types.js").SavedFilter} SavedFilter */
/** @typedef {"created_from" | "created_to" | "no_activity_since"} DateName */
/** @typedef {Exclude<keyof ContactFilter, "search" | "without">} Condition */

/** @type {DateName[]} */
const DATES = ["created_from", "created_to", "no_activity_since"];
const RELATIVE_DATE = /^P(\d{1,4})([YMWD])$/;

/** @param {unknown} value */
export const isRelativeDate = (value) => typeof value === "string" && RELATIVE_DATE.test(value);

/** @param {ContactFilter} filter */
export const hasRelativeDate = (filter) => DATES.some((name) => isRelativeDate(filter[name]));

/**
 * @param {string} relative
 * @returns {[number, string]} the number and the letter of the unit
 */
function parseRelative(relative) {
  const [, digits = "0", unit = "D"] = RELATIVE_DATE.exec(relative) ?? [];
  return [Number(digits), unit];
}

/**
 * The day that lies this long before today. If the month is too short, its last day counts.
 * @param {string} relative
 * @param {Date} today
 */
function dateBefore(relative, today) {
  const [count, unit] = parseRelative(relative);
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
 * @param {string} relative
 * @param {Date} today
 */
function resolveRelative(name, relative, today) {
  const day = dateBefore(relative, today);
  const text = `${String(day.getFullYear()).padStart(4, "0")}-${twoDigits(day.getMonth() + 1)}-${twoDigits(day.getDate())}`;
  return name === "created_to" ? endOfDay(text, "") : startOfDay(text, "");
}

/**
 * The filter for the API, with relative dates replaced by the times of a day.
 * @param {ContactFilter} filter
 * @param {Date} today
 * @returns {ContactFilter}
 */
export function resolveDates(filter, today) {
  const resolve = (/** @type {[string, unknown]} */ [name, value]) =>
    DATES.includes(/** @type {DateName} */ (name)) && isRelativeDate(value)
      ? [name, resolveRelative(name, String(value), today)]
      : [name, value];
  return /** @type {ContactFilter} */ (Object.fromEntries(Object.entries(filter).map(resolve)));
}

/**
 * Whether two filters have the same conditions.
 * @param {ContactFilter} first
 * @param {ContactFilter} second
 */
export function isSameFilter(first, second) {
  const normalized = (/** @type {ContactFilter} */ filter) =>
    JSON.stringify(
      Object.entries(filter)
        .map(([name, value]) => [name, Array.isArray(value) ? value.toSorted().join() : String(value ?? "")])
        .filter(([, value]) => value)
        .sort(),
    );
  return normalized(first) === normalized(second);
}

/**
 * @param {string} relative
 * @param {string} key prefix of the texts for days, months and years
 */
function ageText(relative, key) {
  const [count, unit] = parseRelative(relative);
  const [shown, ending] =
    unit === "Y" ? [count, "years"]
    : unit === "M" ? [count, "months"]
    : [unit === "W" ? count * 7 : count, "days"];
  return pluralText(`${key}-${ending}`, shown);
}

/**
 * @param {DateName} name
 * @param {string} value
 */
function dateText(name, value) {
  if (!isRelativeDate(value)) {
    const keys = { created_from: "js-chip-from", created_to: "js-chip-to", no_activity_since: "js-chip-idle-since" };
    // The text omits the default times of a day: its first and last minute.
    const isWholeDay = fieldValues(value, name === "created_to" ? "23:59" : "00:00")[1] === "";
    return text(keys[name], { time: isWholeDay ? shortDate(value) : shortDateTime(value) });
  }
  if (name === "created_from") {
    return value === "P0D" ? text("js-chip-today") : ageText(value, "js-chip-within");
  }
  return ageText(value, name === "created_to" ? "js-chip-older" : "js-chip-idle");
}

/**
 * Loads the names of the people and sources that filters name by id or code. The texts use codes until then.
 * @param {ContactFilter[]} filters
 */
export async function loadConditionNames(filters) {
  const people = filters.flatMap(({ assigned_by: responsible = 0, created_by: author = 0 }) => [responsible, author]);
  const sources = filters.some(({ source }) => source) ? loadSources().catch(() => null) : null;
  await Promise.all([loadPeopleNames(people.filter((id) => id > 0)), sources]);
}

/**
 * The text of each condition, except the search and missing values.
 * @param {ContactFilter} filter
 * @returns {[Condition, string][]}
 */
export function conditionTexts(filter) {
  /** @type {[Condition, string][]} */
  const texts = [];
  if (filter.assigned_by) {
    texts.push(["assigned_by", text("js-chip-responsible", { name: personLabel(filter.assigned_by) })]);
  }
  if (filter.created_by) {
    texts.push(["created_by", text("js-chip-author", { name: personLabel(filter.created_by) })]);
  }
  for (const name of DATES) {
    const value = filter[name];
    if (value) {
      texts.push([name, dateText(name, value)]);
    }
  }
  if (filter.source) {
    texts.push(["source", text("js-chip-source", { name: sourceName(filter.source) })]);
  }
  return texts;
}

/**
 * The filter that a saved filter applies. Its age condition becomes the end of the creation period. If the filter has
 * an end of its own, the service decides which one is earlier (`query`).
 * @param {SavedFilter} saved
 * @returns {ContactFilter}
 */
export function filterOf({ filter, older_than_days: days, query }) {
  if (days === null) {
    return filter;
  }
  return filter.created_to ? (query ?? filter) : { ...filter, created_to: `P${days}D` };
}
