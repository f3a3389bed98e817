// @ts-check
// Converts dates and times between form fields, in the person's time zone, and the API, in UTC.

/** @param {number} number */
export const twoDigits = (number) => String(number).padStart(2, "0");

/**
 * @param {string} day value of a date field, may be empty
 * @param {string} time value of a time field, may be empty
 * @param {string} defaultTime the time with seconds to use if `time` is empty
 * @returns {string} empty if there is no day
 */
function toUtc(day, time, defaultTime) {
  const local = new Date(`${day}T${time || defaultTime}`);
  return day && !Number.isNaN(local.getTime()) ? local.toISOString().replace(/\.\d+Z$/, "Z") : "";
}

/**
 * The start of a period: the given minute, or the start of the day.
 * @param {string} day
 * @param {string} time
 */
export const startOfDay = (day, time) => toUtc(day, time, "00:00:00");

/**
 * The end of a period, included: the end of the given minute, or of the day.
 * @param {string} day
 * @param {string} time
 */
export const endOfDay = (day, time) => toUtc(day, time ? `${time}:59` : "", "23:59:59");

/**
 * The values for a date field and a time field. The time is empty if it equals the default.
 * @param {string | undefined} iso
 * @param {string} defaultTime
 * @returns {[string, string]}
 */
export function fieldValues(iso, defaultTime) {
  const local = iso ? new Date(iso) : null;
  if (!local || Number.isNaN(local.getTime())) {
    return ["", ""];
  }
  const time = `${twoDigits(local.getHours())}:${twoDigits(local.getMinutes())}`;
  return [`${local.getFullYear()}-${twoDigits(local.getMonth() + 1)}-${twoDigits(local.getDate())}`, time === defaultTime ? "" : time];
}
