// @ts-check
// The conditions of the list. There is one set of them: switches, the form, views and the address all change it, each change
// counts at once, and everything that is set stands above the list and can be taken off there.

import { parametersOf } from "../shared/api/contacts.js";
import { text } from "../shared/boot.js";
import { buttonById, byId, copyOf, part } from "../shared/dom.js";
import { learnPeople } from "../shared/people.js";
import { loadSources } from "../shared/sources.js";
import { conditionsOf, hasRelative, onDay } from "./conditions.js";
import { fillForm, fillNamed, listenToForm, openForm } from "./form.js";

/** @typedef {import("../shared/types.js").ContactQuery} ContactQuery */

const form = byId("filters");
const toggle = buttonById("filters-toggle");
const row = byId("chips-row");
const switches = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll("[data-without]")));

/** As the person means it: dates may be distances from today. */
/** @type {ContactQuery} */
let query = {};
/** As it is on that day. */
let resolved = { day: "", query: /** @type {ContactQuery} */ ({}) };
let changed = () => {};
/** @type {ReturnType<typeof setTimeout> | undefined} */
let midnight;
/** What the chips say: they are made anew only when that changes, so that the focus stays. */
let said = "[]";

/** The conditions for the API. They stay the same until they are changed or the day ends. */
export const currentQuery = () => resolved.query;

/** The conditions as the person means them. */
export const meantQuery = () => query;

/** Whether anything but the search narrows the list. */
export const isNarrowed = () => Object.keys(query).some((name) => name !== "search");

/** @param {ContactQuery} wanted */
function use(wanted) {
  const kept = Object.entries(wanted).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : Boolean(value)));
  query = /** @type {ContactQuery} */ (Object.fromEntries(kept));
  const now = new Date();
  resolved = { day: now.toDateString(), query: onDay(query, now) };
  clearTimeout(midnight);
  if (hasRelative(query)) {
    const next = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
    midnight = setTimeout(followTheDay, next.getTime() - now.getTime() + 1000);
  }
  draw();
  fillForm();
  changed();
  void learnWords();
}

/** A new day: what is told by its distance from today is something else. */
function followTheDay() {
  if (hasRelative(query) && resolved.day !== new Date().toDateString()) {
    use(query);
  }
}

/** Names for what is known by its code alone. */
async function learnWords() {
  const { assigned_by: responsible = 0, created_by: author = 0, source } = query;
  const people = [responsible, author].filter((id) => id > 0);
  await Promise.all([learnPeople(people), source ? loadSources().catch(() => null) : null]);
  if (people.length > 0 || source) {
    draw();
    fillNamed();
  }
}

/** @param {string} search */
export function searchFor(search) {
  if (search !== (query.search ?? "")) {
    use({ ...query, search });
  }
}

/** Takes every condition off, the search too. */
export function clearQuery() {
  use({});
}

/**
 * Takes the conditions over that the address of the page holds.
 * @param {string} rest
 */
export function restoreQuery(rest) {
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
  use(/** @type {ContactQuery} */ (wanted));
}

/** The conditions as they are kept in the page's address. */
export function keptQuery() {
  const parameters = parametersOf(query);
  parameters.sort();
  return parameters.size > 0 ? `?${parameters}` : "";
}

/**
 * Shows the contacts of a view.
 * @param {ContactQuery} wanted
 */
export function useQuery(wanted) {
  use(wanted);
  /** @type {HTMLInputElement} */ (byId("search")).value = query.search ?? "";
}

/**
 * Conditions in words, also those that have a switch.
 * @param {ContactQuery} asked
 */
export function conditionsInWords(asked) {
  const searched = asked.search ? [text("js-chip-search", { name: asked.search })] : [];
  const lacks = switches.filter((one) => asked.without?.includes(one.dataset["without"] ?? ""));
  return [...searched, ...lacks.map((one) => one.textContent?.trim() ?? ""), ...conditionsOf(asked).map(([, words]) => words)];
}

function draw() {
  for (const one of switches) {
    one.setAttribute("aria-pressed", String(query.without?.includes(one.dataset["without"] ?? "") ?? false));
  }
  const found = conditionsOf(query);
  if (JSON.stringify(found) !== said) {
    said = JSON.stringify(found);
    byId("chips").replaceChildren(...found.map(([name, words]) => chip(name, words)));
  }
  const count = found.length + (query.without?.length ?? 0);
  const badge = byId("filters-count");
  badge.textContent = String(count);
  badge.hidden = count === 0;
  buttonById("filters-clear").hidden = count === 0;
  buttonById("filter-save").hidden = Object.keys(query).length === 0;
}

/**
 * @param {keyof ContactQuery} name
 * @param {string} words
 */
function chip(name, words) {
  const element = copyOf("chip-template");
  part(element, "text").textContent = words;
  element.dataset["condition"] = name;
  element.setAttribute("aria-label", text("js-chip-remove", { name: words }));
  element.addEventListener("click", () => takeOff(element, () => use({ ...query, [name]: "" })));
  return element;
}

/**
 * The focus goes on to what stands where the chip stood.
 * @param {HTMLElement} element
 * @param {() => void} act
 */
function takeOff(element, act) {
  const at = Array.from(byId("chips").children).indexOf(element);
  act();
  const left = /** @type {HTMLElement[]} */ (Array.from(byId("chips").children));
  (left[Math.min(at, left.length - 1)] ?? toggle).focus();
}

/** @param {boolean} open */
function showForm(open) {
  form.hidden = !open;
  toggle.setAttribute("aria-expanded", String(open));
  if (open) {
    openForm();
  }
}

/** @param {HTMLElement} one */
function turn(one) {
  const lack = one.dataset["without"] ?? "";
  const without = query.without ?? [];
  use({ ...query, without: without.includes(lack) ? without.filter((other) => other !== lack) : [...without, lack] });
}

/**
 * Delete and Backspace take off what is set.
 * @param {KeyboardEvent} event
 */
function takeOffByKey(event) {
  const element = event.target instanceof HTMLElement ? event.target.closest("button") : null;
  const isOn = element?.matches("[data-condition], [data-without][aria-pressed=true]");
  if (isOn && (event.key === "Delete" || event.key === "Backspace")) {
    event.preventDefault();
    element?.click();
  }
}

/** @param {() => void} listener called after each change of the conditions */
export function listenToFilters(listener) {
  changed = listener;
  for (const one of switches) {
    one.addEventListener("click", () => turn(one));
  }
  row.addEventListener("keydown", takeOffByKey);
  buttonById("filters-clear").addEventListener("click", () => {
    use({ search: query.search ?? "" });
    toggle.focus();
  });
  toggle.addEventListener("click", () => showForm(form.hidden === true));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      showForm(false);
      toggle.focus();
    }
  });
  listenToForm({ query: () => query, change: (part) => use({ ...query, ...part }) });
  fillForm();
  document.addEventListener("visibilitychange", followTheDay);
}
