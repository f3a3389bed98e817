// @ts-check
// Days and times as a person enters them, in their own time zone, and as the API takes them: moments in UTC.

/**
 * @param {string} day as a date field gives it, or nothing
 * @param {string} time as a time field gives it, or nothing
 * @param {string} missing the time to take where none is given, with seconds
 * @returns {string} nothing where there is no day
 */
function moment(day, time, missing) {
  const local = new Date(`${day}T${time || missing}`);
  return day && !Number.isNaN(local.getTime()) ? local.toISOString().replace(/\.\d+Z$/, "Z") : "";
}

/**
 * The beginning of an interval: of the day, where no time is given.
 * @param {string} day
 * @param {string} time
 */
export const startOfDay = (day, time) => moment(day, time, "00:00:00");

/**
 * The end of an interval, included: of the minute, or of the day where no time is given.
 * @param {string} day
 * @param {string} time
 */
export const endOfDay = (day, time) => moment(day, time ? `${time}:59` : "", "23:59:59");

/**
 * A moment as the fields show it; a time that is the usual one is left blank.
 * @param {string | undefined} iso
 * @param {string} usual
 * @returns {[string, string]}
 */
export function localParts(iso, usual) {
  const local = iso ? new Date(iso) : null;
  if (!local || Number.isNaN(local.getTime())) {
    return ["", ""];
  }
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const time = `${two(local.getHours())}:${two(local.getMinutes())}`;
  return [`${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`, time === usual ? "" : time];
}
