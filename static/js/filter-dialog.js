// @ts-check
// What is asked when a filter is saved: its name, an age that moves along with the calendar, and when it prepares a draft.

import { text } from "./boot.js";
import { ask } from "./dialog.js";
import { part, within } from "./dom.js";
import { problemNotice } from "./erase.js";
import { saveFilter } from "./filters-api.js";

/** @typedef {import("./types.js").NoticeContent} NoticeContent */
/** @typedef {import("./types.js").Schedule} Schedule */
/** @typedef {import("./filters-api.js").FilterWish} FilterWish */

/**
 * @param {number | null} id nothing for a new one
 * @param {FilterWish} known what it is so far
 * @param {HTMLElement} opener
 * @returns {Promise<NoticeContent | null>} nothing when the person thinks better of it
 */
export async function askAndSave(id, known, opener) {
  let wish = known;
  const decision = await ask({
    title: text("js-filter-title"),
    action: text("js-filter-action"),
    tone: "primary",
    body: "confirm-filter",
    opener,
    fill: (body, dialog) => {
      const read = fillForm(body, known);
      const update = () => {
        const { value, fits } = read();
        wish = value;
        dialog.allow(fits);
        dialog.grown();
      };
      body.addEventListener("input", update);
      update();
    },
    act: async () => {
      try {
        await saveFilter(id, wish);
        return /** @type {NoticeContent} */ ({
          kind: "success", title: text("js-filter-saved"), text: text("js-filter-saved-text"),
        });
      } catch (error) {
        return problemNotice(error);
      }
    },
  });
  return decision.confirmed ? decision.result : null;
}

/**
 * @param {HTMLElement} body
 * @param {FilterWish} known
 * @returns {() => { value: FilterWish, fits: boolean }} reads the form
 */
function fillForm(body, known) {
  const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (within(body, `#${id}`));
  const [name, older, day, hour] = [field("filter-name"), field("filter-older"), field("filter-day"), field("filter-hour")];
  const every = /** @type {HTMLSelectElement} */ (within(body, "#filter-every"));
  name.value = known.name;
  older.value = known.older_than_days === null ? "" : String(known.older_than_days);
  every.value = known.schedule?.every ?? "";
  day.value = String(known.schedule?.day ?? 1);
  hour.value = String(known.schedule?.hour ?? 6);
  return () => {
    part(body, "day").hidden = every.value === "" || every.value === "day";
    part(body, "hour").hidden = every.value === "";
    day.max = every.value === "week" ? "7" : "28";
    const schedule = /** @type {Schedule | null} */ (
      every.value === "" ? null : { every: every.value, day: every.value === "day" ? 1 : Number(day.value), hour: Number(hour.value) }
    );
    const numbers = schedule === null ? [older] : schedule.every === "day" ? [older, hour] : [older, day, hour];
    const filled = numbers.every((one) => one === older || one.value !== "");
    const value = {
      name: name.value.trim(), filter: known.filter, schedule,
      older_than_days: older.value === "" ? null : Number(older.value),
    };
    return { value, fits: value.name !== "" && filled && numbers.every((one) => one.validity.valid) };
  };
}
