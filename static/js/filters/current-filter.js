// @ts-check
// The list's current filter. Switches, the form, saved filters and the address change it. Each change applies at once.
// Chips above the list show the conditions and remove them.

import { parametersOf } from "../shared/api/contacts.js";
import { text } from "../shared/boot.js";
import { buttonById, byId, copyTemplate, part } from "../shared/dom.js";
import { conditionTexts, hasRelativeDate, loadConditionNames, resolveDates } from "./conditions.js";
import { drawForm, drawNames, listenToForm, loadFormSources } from "./form.js";

/** @typedef {import("../shared/types.js").ContactFilter} ContactFilter */

const form = byId("filters");
const toggle = buttonById("filters-toggle");
const row = byId("chips-row");
const switches = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll("[data-without]")));

/** The filter as the person set it: dates may be relative to today. */
/** @type {ContactFilter} */
let filter = {};
/** The filter for the API, and the day for which its dates were calculated. */
let resolved = { day: "", filter: /** @type {ContactFilter} */ ({}) };
let onChange = () => {};
/** @type {ReturnType<typeof setTimeout> | undefined} */
let midnight;
/** The chips that are drawn. They are drawn again only after a change, so that the focus stays. */
let drawnChips = "[]";

/** The filter for the API. It stays the same until the filter changes or the day ends. */
export const resolvedFilter = () => resolved.filter;

/** The filter as the person set it. */
export const currentFilter = () => filter;

/** Whether the filter has conditions besides the search. */
export const hasConditions = () => Object.keys(filter).some((name) => name !== "search");

/** @param {ContactFilter} wanted */
function setFilter(wanted) {
  const set = Object.entries(wanted).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : Boolean(value)));
  filter = /** @type {ContactFilter} */ (Object.fromEntries(set));
  const now = new Date();
  resolved = { day: now.toDateString(), filter: resolveDates(filter, now) };
  clearTimeout(midnight);
  if (hasRelativeDate(filter)) {
    const next = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
    midnight = setTimeout(refreshOnNewDay, next.getTime() - now.getTime() + 1000);
  }
  draw();
  drawForm();
  onChange();
  void loadNames();
}

/** Calculates relative dates again on a new day. */
function refreshOnNewDay() {
  if (hasRelativeDate(filter) && resolved.day !== new Date().toDateString()) {
    setFilter(filter);
  }
}

async function loadNames() {
  const { assigned_by: responsible, created_by: author, source } = filter;
  await loadConditionNames([filter]);
  if (responsible || author || source) {
    draw();
    drawNames();
  }
}

/** @param {string} search */
export function searchFor(search) {
  if (search !== (filter.search ?? "")) {
    setFilter({ ...filter, search });
  }
}

/** Removes all conditions, including the search. */
export function clearFilter() {
  setFilter({});
}

/**
 * Sets the filter from the page's address.
 * @param {string} rest
 */
export function restoreFilter(rest) {
  const given = new URLSearchParams(rest.replace(/^\?/, ""));
  /** @type {Record<string, unknown>} */
  const wanted = {};
  for (const name of ["search", "created_from", "created_to", "no_activity_since", "source"]) {
    wanted[name] = given.get(name) ?? "";
  }
  for (const name of ["created_by", "assigned_by"]) {
    wanted[name] = Number(given.get(name)) || 0;
  }
  wanted["without"] = (given.get("without") ?? "").split(",").filter(Boolean);
  setFilter(/** @type {ContactFilter} */ (wanted));
}

/** The filter as the page's address stores it. */
export function filterAddress() {
  const parameters = parametersOf(filter);
  parameters.sort();
  return parameters.size > 0 ? `?${parameters}` : "";
}

/**
 * Applies a saved filter to the list.
 * @param {ContactFilter} wanted
 */
export function showFilter(wanted) {
  setFilter(wanted);
  /** @type {HTMLInputElement} */ (byId("search")).value = filter.search ?? "";
}

/**
 * The texts of all conditions, including those that have a switch.
 * @param {ContactFilter} wanted
 */
export function filterTexts(wanted) {
  const searched = wanted.search ? [text("js-chip-search", { name: wanted.search })] : [];
  const pressed = switches.filter((button) => wanted.without?.includes(button.dataset["without"] ?? ""));
  return [...searched, ...pressed.map((button) => button.textContent?.trim() ?? ""), ...conditionTexts(wanted).map(([, label]) => label)];
}

function draw() {
  for (const button of switches) {
    button.setAttribute("aria-pressed", String(filter.without?.includes(button.dataset["without"] ?? "") ?? false));
  }
  const conditions = conditionTexts(filter);
  if (JSON.stringify(conditions) !== drawnChips) {
    drawnChips = JSON.stringify(conditions);
    byId("chips").replaceChildren(...conditions.map(([name, label]) => chip(name, label)));
  }
  const count = conditions.length + (filter.without?.length ?? 0);
  const badge = byId("filters-count");
  badge.textContent = String(count);
  badge.hidden = count === 0;
  buttonById("filters-clear").hidden = count === 0;
  buttonById("filter-save").hidden = Object.keys(filter).length === 0;
}

/**
 * @param {keyof ContactFilter} name
 * @param {string} label
 */
function chip(name, label) {
  const element = copyTemplate("chip-template");
  part(element, "text").textContent = label;
  element.dataset["condition"] = name;
  element.setAttribute("aria-label", text("js-chip-remove", { name: label }));
  element.addEventListener("click", () => removeChip(element, () => setFilter({ ...filter, [name]: "" })));
  return element;
}

/**
 * Removes a chip and moves the focus to the next one.
 * @param {HTMLElement} element
 * @param {() => void} remove
 */
function removeChip(element, remove) {
  const index = Array.from(byId("chips").children).indexOf(element);
  remove();
  const chipsLeft = /** @type {HTMLElement[]} */ (Array.from(byId("chips").children));
  (chipsLeft[Math.min(index, chipsLeft.length - 1)] ?? toggle).focus();
}

/** @param {boolean} open */
function showForm(open) {
  form.hidden = !open;
  toggle.setAttribute("aria-expanded", String(open));
  if (open) {
    loadFormSources();
  }
}

/** @param {HTMLElement} button */
function toggleSwitch(button) {
  const value = button.dataset["without"] ?? "";
  const without = filter.without ?? [];
  setFilter({ ...filter, without: without.includes(value) ? without.filter((other) => other !== value) : [...without, value] });
}

/**
 * Delete and Backspace remove the condition that has the focus.
 * @param {KeyboardEvent} event
 */
function removeByKey(event) {
  const element = event.target instanceof HTMLElement ? event.target.closest("button") : null;
  const isOn = element?.matches("[data-condition], [data-without][aria-pressed=true]");
  if (isOn && (event.key === "Delete" || event.key === "Backspace")) {
    event.preventDefault();
    element?.click();
  }
}

/** @param {() => void} listener called after each change of the filter */
export function listenToFilters(listener) {
  onChange = listener;
  for (const button of switches) {
    button.addEventListener("click", () => toggleSwitch(button));
  }
  row.addEventListener("keydown", removeByKey);
  buttonById("filters-clear").addEventListener("click", () => {
    setFilter({ search: filter.search ?? "" });
    toggle.focus();
  });
  toggle.addEventListener("click", () => showForm(form.hidden === true));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      showForm(false);
      toggle.focus();
    }
  });
  listenToForm({ filter: () => filter, change: (part) => setFilter({ ...filter, ...part }) });
  drawForm();
  document.addEventListener("visibilitychange", refreshOnNewDay);
}
