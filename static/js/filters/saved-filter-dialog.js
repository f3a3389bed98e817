// @ts-check
// The dialogs to save, change and delete a saved filter: its name, who sees it, and, for administrators, its schedule.

import { deleteFilter, saveFilter } from "../shared/api/filters.js";
import { boot, pluralText, text } from "../shared/boot.js";
import { twoDigits } from "../shared/date-fields.js";
import { ask } from "../shared/dialog.js";
import { part, within } from "../shared/dom.js";
import { problemNotice } from "../shared/problem.js";
import { isSameFilter } from "./conditions.js";
import { filterTexts } from "./current-filter.js";
import { nextRunText, ownTimeZone, weekdayNames } from "./schedule.js";

/** @typedef {import("../shared/types.js").ContactFilter} ContactFilter */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */
/** @typedef {import("../shared/types.js").SavedFilter} SavedFilter */
/** @typedef {import("../shared/types.js").Schedule} Schedule */
/** @typedef {import("../shared/api/filters.js").FilterRequest} FilterRequest */
/** @typedef {{ request: FilterRequest, isValid: boolean }} FormReading */

/**
 * The request for a new saved filter.
 * @param {ContactFilter} filter
 * @returns {FilterRequest}
 */
export const newFilterRequest = (filter) => ({
  name: "", filter, older_than_days: null, zone: ownTimeZone(), shared: false, schedule: null,
});

/**
 * @param {SavedFilter} saved
 * @returns {FilterRequest}
 */
export const requestOf = ({ name, filter, older_than_days, zone, shared, schedule }) => ({
  name, filter, older_than_days, zone, shared, schedule,
});

/**
 * @param {number | null} id null for a new saved filter
 * @param {FilterRequest} initial the values that the form starts with
 * @param {HTMLElement} opener
 * @param {ContactFilter} [listFilter] the list's filter, which can replace the saved one
 * @returns {Promise<NoticeContent | null>} null if the person cancels
 */
export async function askAndSave(id, initial, opener, listFilter) {
  let request = initial;
  const decision = await ask({
    title: text(id === null ? "js-view-title" : "js-view-change-title"),
    action: text("js-view-action"),
    tone: "primary",
    icon: "#icon-view",
    body: "confirm-filter",
    opener,
    fill: (body, dialog) => {
      const readForm = fillForm(body, initial, listFilter);
      const update = () => {
        const { request: typed, isValid } = readForm();
        request = typed;
        dialog.setAllowed(isValid);
        dialog.contentChanged();
      };
      body.addEventListener("input", update);
      update();
    },
    run: async () => {
      try {
        return savedNotice(await saveFilter(id, request));
      } catch (error) {
        return problemNotice(error);
      }
    },
  });
  return decision.confirmed ? decision.result : null;
}

/**
 * @param {SavedFilter} saved
 * @returns {NoticeContent}
 */
function savedNotice({ name, next_at: next, zone }) {
  const when = next ? text("js-view-next", { time: nextRunText(next, zone) }) : text("js-view-saved-text");
  return { kind: "success", title: text("js-view-saved", { name }), text: when };
}

/**
 * Asks before a saved filter is deleted.
 * @param {SavedFilter} saved
 * @param {HTMLElement} opener
 * @returns {Promise<NoticeContent | null>} null if the person cancels
 */
export async function askAndDelete(saved, opener) {
  const decision = await ask({
    title: text("js-view-delete-title", { name: saved.name }),
    action: text("js-view-delete-action"),
    tone: "danger",
    body: "confirm-view-delete",
    opener,
    fill: (body) => {
      part(body, "shared").hidden = !saved.shared;
      part(body, "calendar").hidden = saved.schedule === null;
    },
    run: async () => {
      try {
        await deleteFilter(saved.id);
        return /** @type {NoticeContent} */ ({ kind: "success", title: text("js-view-deleted", { name: saved.name }) });
      } catch (error) {
        return problemNotice(error);
      }
    },
  });
  return decision.confirmed ? decision.result : null;
}

/**
 * @param {HTMLElement} body
 * @param {FilterRequest} initial
 * @param {ContactFilter | undefined} listFilter
 * @returns {() => FormReading} reads the form
 */
function fillForm(body, initial, listFilter) {
  const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (within(body, `#${id}`));
  const [name, shared, replace] = [field("filter-name"), field("filter-shared"), field("filter-replace")];
  const readSchedule = fillSchedule(body, initial);
  const isListOther = listFilter !== undefined && Object.keys(listFilter).length > 0 && !isSameFilter(listFilter, initial.filter);
  name.value = initial.name;
  shared.checked = initial.shared;
  part(body, "shared").hidden = !boot.admin;
  part(body, "replace").hidden = !isListOther;
  return () => {
    const chosen = isListOther && replace.checked ? { filter: listFilter, older_than_days: null } : initial;
    const older = chosen.older_than_days === null ? [] : [pluralText("js-chip-older-days", chosen.older_than_days)];
    part(body, "conditions").textContent = [...filterTexts(chosen.filter), ...older].join(" · ");
    part(body, "calendar").hidden = !shared.checked;
    const { schedule, zone, isValid } = readSchedule(shared.checked);
    const request = {
      name: name.value.trim(), filter: chosen.filter, older_than_days: chosen.older_than_days, zone, shared: shared.checked, schedule,
    };
    return { request, isValid: request.name !== "" && isValid };
  };
}

/**
 * @param {HTMLElement} body
 * @param {FilterRequest} initial
 * @returns {(wanted: boolean) => { schedule: Schedule | null, zone: string, isValid: boolean }}
 */
function fillSchedule(body, { schedule: initialSchedule, zone: initialZone }) {
  const select = (/** @type {string} */ id) => /** @type {HTMLSelectElement} */ (within(body, `#${id}`));
  const [every, weekday, monthday, zone] = ["filter-every", "filter-weekday", "filter-monthday", "filter-zone"].map(select);
  const time = /** @type {HTMLInputElement} */ (within(body, "#filter-time"));
  if (!every || !weekday || !monthday || !zone) {
    throw new Error("the form has no calendar");
  }
  weekday.replaceChildren(...weekdayNames().map((day, index) => new Option(day, String(index + 1))));
  monthday.replaceChildren(...Array.from({ length: 28 }, (_, index) => new Option(String(index + 1), String(index + 1))));
  const zones = new Set([initialZone, ownTimeZone(), "UTC"]);
  zone.replaceChildren(...Array.from(zones, (one) => new Option(one.replaceAll("_", " "), one)));
  zone.value = initialSchedule ? initialZone : ownTimeZone();
  every.value = initialSchedule?.every ?? "";
  weekday.value = String(initialSchedule?.every === "week" ? initialSchedule.day : 1);
  monthday.value = String(initialSchedule?.every === "month" ? initialSchedule.day : 1);
  time.value = `${twoDigits(initialSchedule?.hour ?? 6)}:${twoDigits(initialSchedule?.minute ?? 0)}`;
  return (wanted) => {
    part(body, "weekday").hidden = every.value !== "week";
    part(body, "monthday").hidden = every.value !== "month";
    part(body, "time").hidden = every.value === "";
    part(body, "draft").hidden = every.value === "";
    if (!wanted || every.value === "") {
      return { schedule: null, zone: initialZone, isValid: true };
    }
    const [hour = 0, minute = 0] = time.value.split(":").map(Number);
    const day = every.value === "week" ? Number(weekday.value) : every.value === "month" ? Number(monthday.value) : 1;
    const schedule = /** @type {Schedule} */ ({ every: every.value, day, hour, minute });
    return { schedule, zone: zone.value, isValid: time.value !== "" };
  };
}
