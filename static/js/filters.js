// @ts-check
// The conditions of the list: four switches for what is missing, and a form for the rest, whose conditions stand as
// chips that can be taken off again.

import { parametersOf } from "./api.js";
import { boot, text } from "./boot.js";
import { canSelectUser, connect, selectUser } from "./bx24.js";
import { buttonById, byId, copyOf, part } from "./dom.js";
import { askAndSave } from "./filter-dialog.js";
import { momentOf } from "./format.js";
import { showNotice } from "./notice.js";
import { endOfDay, localParts, startOfDay } from "./moments.js";

/** @typedef {import("./types.js").ContactQuery} ContactQuery */
/** @typedef {"created_from" | "created_to" | "created_by" | "assigned_by" | "source"} Condition */

const form = /** @type {HTMLFormElement} */ (byId("filters"));
const toggle = buttonById("filters-toggle");
const switches = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll("[data-without]")));

/** @type {ContactQuery} */
let query = {};
/** Names of people that were picked, by their id. */
/** @type {Map<number, string>} */
const people = new Map();
let changed = () => {};

/** @param {string} name */
const field = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

export const currentQuery = () => query;

/** Whether anything but the search narrows the list. */
export const isNarrowed = () => Object.keys(query).some((name) => name !== "search");

/** @param {ContactQuery} wanted */
function use(wanted) {
  const kept = Object.entries(wanted).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : Boolean(value)));
  query = /** @type {ContactQuery} */ (Object.fromEntries(kept));
  draw();
  changed();
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
  fillForm();
}

/**
 * Takes the conditions over that the address of the page holds.
 * @param {string} rest
 */
export function restoreQuery(rest) {
  const given = new URLSearchParams(rest.replace(/^\?/, ""));
  /** @type {Record<string, unknown>} */
  const wanted = {};
  for (const name of ["search", "created_from", "created_to", "source"]) {
    wanted[name] = given.get(name) ?? "";
  }
  for (const name of ["created_by", "assigned_by"]) {
    wanted[name] = Number(given.get(name)) || 0;
  }
  wanted["without"] = (given.get("without") ?? "").split(",").filter(Boolean);
  use(/** @type {ContactQuery} */ (wanted));
  fillForm();
}

/** The conditions as they are kept in the page's address. */
export function keptQuery() {
  const parameters = parametersOf(query);
  parameters.sort();
  return parameters.size > 0 ? `?${parameters}` : "";
}

/** @param {number} id */
const person = (id) => people.get(id) ?? `#${id}`;

/**
 * Shows the contacts of a saved filter.
 * @param {ContactQuery} wanted
 */
export function useQuery(wanted) {
  use(wanted);
  fillForm();
  /** @type {HTMLInputElement} */ (byId("search")).value = query.search ?? "";
}

/**
 * Conditions in words, also those that have a switch.
 * @param {ContactQuery} asked
 */
export function conditionsInWords(asked) {
  const searched = asked.search ? [`“${asked.search}”`] : [];
  const lacks = switches.filter((one) => asked.without?.includes(one.dataset["without"] ?? ""));
  return [...searched, ...lacks.map((one) => one.textContent ?? ""), ...conditions(asked).map(([, words]) => words)];
}

/**
 * @param {ContactQuery} query
 * @returns {[Condition, string][]} each condition of the form in words
 */
function conditions(query) {
  /** @type {[Condition, string][]} */
  const found = [];
  if (query.assigned_by) {
    found.push(["assigned_by", text("js-chip-responsible", { name: person(query.assigned_by) })]);
  }
  if (query.created_by) {
    found.push(["created_by", text("js-chip-author", { name: person(query.created_by) })]);
  }
  if (query.created_from) {
    found.push(["created_from", text("js-chip-from", { time: momentOf(query.created_from) })]);
  }
  if (query.created_to) {
    found.push(["created_to", text("js-chip-to", { time: momentOf(query.created_to) })]);
  }
  if (query.source) {
    found.push(["source", text("js-chip-source", { name: query.source })]);
  }
  return found;
}

function draw() {
  for (const one of switches) {
    one.setAttribute("aria-pressed", String(query.without?.includes(one.dataset["without"] ?? "") ?? false));
  }
  const found = conditions(query);
  byId("chips").replaceChildren(...found.map(([name, words]) => chip(name, words)));
  const badge = byId("filters-count");
  badge.textContent = String(found.length);
  badge.hidden = found.length === 0;
  buttonById("filter-save").hidden = !boot.admin || Object.keys(query).length === 0;
}

/**
 * @param {Condition} name
 * @param {string} words
 */
function chip(name, words) {
  const element = copyOf("chip-template");
  part(element, "text").textContent = words;
  element.setAttribute("aria-label", text("js-chip-remove", { name: words }));
  element.addEventListener("click", () => {
    use({ ...query, [name]: "" });
    fillForm();
    toggle.focus();
  });
  return element;
}

function fillForm() {
  const { created_by: author, assigned_by: responsible, source = "", created_from: from, created_to: to } = query;
  field("created_by").value = author ? String(author) : "";
  field("assigned_by").value = responsible ? String(responsible) : "";
  field("source").value = source;
  [field("from_day").value, field("from_time").value] = localParts(from, "00:00");
  [field("to_day").value, field("to_time").value] = localParts(to, "23:59");
}

/** @param {boolean} open */
function showForm(open) {
  form.hidden = !open;
  toggle.setAttribute("aria-expanded", String(open));
}

function apply() {
  const number = (/** @type {string} */ name) => Number(field(name).value) || 0;
  use({
    ...query,
    created_by: number("created_by"),
    assigned_by: number("assigned_by"),
    source: field("source").value.trim(),
    created_from: startOfDay(field("from_day").value, field("from_time").value),
    created_to: endOfDay(field("to_day").value, field("to_time").value),
  });
}

/** Buttons that let a person be picked in the portal's own dialog; only where the portal has one. */
async function offerPeople() {
  await connect();
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-picks]"))) {
    button.hidden = !canSelectUser();
    button.addEventListener("click", () => {
      selectUser((id, name) => {
        people.set(id, name);
        field(button.dataset["picks"] ?? "").value = String(id);
      });
    });
  }
}

/** @param {() => void} listener called after each change of the conditions */
export function listenToFilters(listener) {
  changed = listener;
  for (const one of switches) {
    one.addEventListener("click", () => {
      const lack = one.dataset["without"] ?? "";
      const without = query.without ?? [];
      use({ ...query, without: without.includes(lack) ? without.filter((other) => other !== lack) : [...without, lack] });
    });
  }
  toggle.addEventListener("click", () => showForm(form.hidden === true));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
  });
  form.addEventListener("reset", () => {
    use({ search: query.search ?? "", without: query.without ?? [] });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      showForm(false);
      toggle.focus();
    }
  });
  buttonById("filter-save").addEventListener("click", (event) => {
    const opener = /** @type {HTMLElement} */ (event.currentTarget);
    const known = { name: "", filter: query, older_than_days: null, schedule: null };
    void askAndSave(null, known, opener).then((notice) => notice && showNotice(notice, (element) => {
      opener.closest(".ce-chips")?.after(element);
      return element;
    }));
  });
  void offerPeople();
}

