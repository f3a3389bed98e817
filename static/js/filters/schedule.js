// @ts-check
// Texts for the schedule of a saved filter: the day, the time and the time zone of the next draft.

import { boot, text } from "../shared/boot.js";
import { DATE_STYLE, capitalized } from "../shared/format.js";

/** The time zone of the person's computer. */
export function ownTimeZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return !zone || zone === "Etc/Unknown" ? "UTC" : zone;
}

/** The names of the weekdays, from Monday. */
export function weekdayNames() {
  const name = new Intl.DateTimeFormat(boot.language, { weekday: "long", timeZone: "UTC" });
  // 5 January 1970 was a Monday.
  return Array.from({ length: 7 }, (_, day) => capitalized(name.format(new Date(Date.UTC(1970, 0, 5 + day)))));
}

/**
 * The time zone, or UTC if this browser does not know it.
 * @param {string} zone
 */
function knownZone(zone) {
  try {
    return new Intl.DateTimeFormat(boot.language, { timeZone: zone }).resolvedOptions().timeZone ? zone : "UTC";
  } catch {
    return "UTC";
  }
}

/**
 * @param {Date} moment
 * @param {string} timeZone
 */
function dayNumber(moment, timeZone) {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return Math.round(Date.parse(`${parts.format(moment)}T00:00:00Z`) / 86_400_000);
}

/**
 * For example "Monday, 6:00 (Europe/Berlin)". Today and tomorrow have their own words. A day more than a week away is
 * shown as a date.
 * @param {string} iso
 * @param {string} zone
 */
export function nextRunText(iso, zone) {
  const moment = new Date(iso);
  const timeZone = knownZone(zone);
  const daysAway = dayNumber(moment, timeZone) - dayNumber(new Date(), timeZone);
  const time = new Intl.DateTimeFormat(boot.language, { timeStyle: "short", timeZone }).format(moment);
  const day =
    daysAway === 0 || daysAway === 1 ? new Intl.RelativeTimeFormat(boot.language, { numeric: "auto" }).format(daysAway, "day")
    : daysAway > 1 && daysAway < 7 ? new Intl.DateTimeFormat(boot.language, { weekday: "long", timeZone }).format(moment)
    : new Intl.DateTimeFormat(boot.language, { ...DATE_STYLE, timeZone }).format(moment);
  return text("js-view-moment", { name: day, time, to: timeZone });
}
