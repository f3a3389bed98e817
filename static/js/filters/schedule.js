// @ts-check
// When a view prepares its next draft, in words: the day, the time and the zone that is meant.

import { boot, text } from "../shared/boot.js";
import { capitalized, DAY } from "../shared/format.js";

/** The person's own time zone. */
export function ownZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return !zone || zone === "Etc/Unknown" ? "UTC" : zone;
}

/** The days of the week from Monday on. */
export function weekdays() {
  const name = new Intl.DateTimeFormat(boot.language, { weekday: "long", timeZone: "UTC" });
  // The fifth of January 1970 was a Monday.
  return Array.from({ length: 7 }, (_, day) => capitalized(name.format(new Date(Date.UTC(1970, 0, 5 + day)))));
}

/**
 * The zone, if this browser knows it.
 * @param {string} zone
 */
function known(zone) {
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
 * "Monday, 6:00 (Europe/Berlin)"; today and tomorrow by name, what is more than a week away with its date.
 * @param {string} iso
 * @param {string} zone
 */
export function nextInWords(iso, zone) {
  const moment = new Date(iso);
  const timeZone = known(zone);
  const away = dayNumber(moment, timeZone) - dayNumber(new Date(), timeZone);
  const time = new Intl.DateTimeFormat(boot.language, { timeStyle: "short", timeZone }).format(moment);
  const day =
    away === 0 || away === 1 ? new Intl.RelativeTimeFormat(boot.language, { numeric: "auto" }).format(away, "day")
    : away > 1 && away < 7 ? new Intl.DateTimeFormat(boot.language, { weekday: "long", timeZone }).format(moment)
    : new Intl.DateTimeFormat(boot.language, { ...DAY, timeZone }).format(moment);
  return text("js-view-moment", { name: day, time, to: timeZone });
}
