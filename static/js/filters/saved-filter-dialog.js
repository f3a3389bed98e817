// @ts-check
// What is asked when a view is saved or changed: its name, who sees it, and, for administrators, when it prepares a draft.

import { deleteFilter, saveFilter } from "../shared/api/filters.js";
import { boot, counted, text } from "../shared/boot.js";
import { ask } from "../shared/dialog.js";
import { part, within } from "../shared/dom.js";
import { problemNotice } from "../shared/problem.js";
import { isSame } from "./conditions.js";
import { conditionsInWords } from "./filters.js";
import { nextInWords, ownZone, weekdays } from "./schedule.js";

/** @typedef {import("../shared/types.js").ContactQuery} ContactQuery */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */
/** @typedef {import("../shared/types.js").SavedFilter} SavedFilter */
/** @typedef {import("../shared/types.js").Schedule} Schedule */
/** @typedef {import("../shared/api/filters.js").FilterWish} FilterWish */
/** @typedef {{ value: FilterWish, fits: boolean }} Reading */

/**
 * A view as it is asked for first.
 * @param {ContactQuery} filter
 * @returns {FilterWish}
 */
export const newView = (filter) => ({
  name: "", filter, older_than_days: null, zone: ownZone(), shared: false, schedule: null,
});

/**
 * @param {SavedFilter} view
 * @returns {FilterWish}
 */
export const wishOf = ({ name, filter, older_than_days, zone, shared, schedule }) => ({
  name, filter, older_than_days, zone, shared, schedule,
});

/**
 * @param {number | null} id nothing for a new one
 * @param {FilterWish} known what it is so far
 * @param {HTMLElement} opener
 * @param {ContactQuery} [current] the list's conditions, which it may take over
 * @returns {Promise<NoticeContent | null>} nothing when the person thinks better of it
 */
export async function askAndSave(id, known, opener, current) {
  let wish = known;
  const decision = await ask({
    title: text(id === null ? "js-view-title" : "js-view-change-title"),
    action: text("js-view-action"),
    tone: "primary",
    icon: "#icon-view",
    body: "confirm-filter",
    opener,
    fill: (body, dialog) => {
      const read = fillForm(body, known, current);
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
        return saved(await saveFilter(id, wish));
      } catch (error) {
        return problemNotice(error);
      }
    },
  });
  return decision.confirmed ? decision.result : null;
}

/**
 * @param {SavedFilter} view
 * @returns {NoticeContent}
 */
function saved({ name, next_at: next, zone }) {
  const when = next ? text("js-view-next", { time: nextInWords(next, zone) }) : text("js-view-saved-text");
  return { kind: "success", title: text("js-view-saved", { name }), text: when };
}

/**
 * Asks before a view goes.
 * @param {SavedFilter} view
 * @param {HTMLElement} opener
 * @returns {Promise<NoticeContent | null>} nothing when it stays
 */
export async function askAndDelete(view, opener) {
  const decision = await ask({
    title: text("js-view-delete-title", { name: view.name }),
    action: text("js-view-delete-action"),
    tone: "danger",
    body: "confirm-view-delete",
    opener,
    fill: (body) => {
      part(body, "shared").hidden = !view.shared;
      part(body, "calendar").hidden = view.schedule === null;
    },
    act: async () => {
      try {
        await deleteFilter(view.id);
        return /** @type {NoticeContent} */ ({ kind: "success", title: text("js-view-deleted", { name: view.name }) });
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
 * @param {ContactQuery | undefined} current
 * @returns {() => Reading} reads the form
 */
function fillForm(body, known, current) {
  const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (within(body, `#${id}`));
  const [name, shared, replace] = [field("filter-name"), field("filter-shared"), field("filter-replace")];
  const readCalendar = fillCalendar(body, known);
  const isOther = current !== undefined && Object.keys(current).length > 0 && !isSame(current, known.filter);
  name.value = known.name;
  shared.checked = known.shared;
  part(body, "shared").hidden = !boot.admin;
  part(body, "replace").hidden = !isOther;
  return () => {
    const taken = isOther && replace.checked ? { filter: current, older_than_days: null } : known;
    const older = taken.older_than_days === null ? [] : [counted("js-chip-older-days", taken.older_than_days)];
    part(body, "conditions").textContent = [...conditionsInWords(taken.filter), ...older].join(" · ");
    part(body, "calendar").hidden = !shared.checked;
    const { schedule, zone, fits } = readCalendar(shared.checked);
    const value = {
      name: name.value.trim(), filter: taken.filter, older_than_days: taken.older_than_days, zone, shared: shared.checked, schedule,
    };
    return { value, fits: value.name !== "" && fits };
  };
}

/**
 * @param {HTMLElement} body
 * @param {FilterWish} known
 * @returns {(wanted: boolean) => { schedule: Schedule | null, zone: string, fits: boolean }}
 */
function fillCalendar(body, { schedule: set, zone: kept }) {
  const select = (/** @type {string} */ id) => /** @type {HTMLSelectElement} */ (within(body, `#${id}`));
  const [every, weekday, monthday, zone] = ["filter-every", "filter-weekday", "filter-monthday", "filter-zone"].map(select);
  const time = /** @type {HTMLInputElement} */ (within(body, "#filter-time"));
  if (!every || !weekday || !monthday || !zone) {
    throw new Error("the form has no calendar");
  }
  weekday.replaceChildren(...weekdays().map((day, at) => new Option(day, String(at + 1))));
  monthday.replaceChildren(...Array.from({ length: 28 }, (_, at) => new Option(String(at + 1), String(at + 1))));
  const zones = new Set([kept, ownZone(), "UTC"]);
  zone.replaceChildren(...Array.from(zones, (one) => new Option(one.replaceAll("_", " "), one)));
  zone.value = set ? kept : ownZone();
  every.value = set?.every ?? "";
  weekday.value = String(set?.every === "week" ? set.day : 1);
  monthday.value = String(set?.every === "month" ? set.day : 1);
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  time.value = `${two(set?.hour ?? 6)}:${two(set?.minute ?? 0)}`;
  return (wanted) => {
    part(body, "weekday").hidden = every.value !== "week";
    part(body, "monthday").hidden = every.value !== "month";
    part(body, "time").hidden = every.value === "";
    part(body, "draft").hidden = every.value === "";
    if (!wanted || every.value === "") {
      return { schedule: null, zone: kept, fits: true };
    }
    const [hour = 0, minute = 0] = time.value.split(":").map(Number);
    const day = every.value === "week" ? Number(weekday.value) : every.value === "month" ? Number(monthday.value) : 1;
    const schedule = /** @type {Schedule} */ ({ every: every.value, day, hour, minute });
    return { schedule, zone: zone.value, fits: time.value !== "" };
  };
}
