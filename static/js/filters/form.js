// @ts-check
// The filter form: presets, people, source and dates. Each change applies at once. Chips above the list show the
// conditions as well.

import { boot, text } from "../shared/boot.js";
import { endOfDay, fieldValues, startOfDay } from "../shared/date-fields.js";
import { byId, part } from "../shared/dom.js";
import { personPicker } from "../shared/person-picker.js";
import { problemNotice } from "../shared/problem.js";
import { loadSources, sourceName } from "../shared/sources.js";
import { isRelativeDate } from "./conditions.js";

/** @typedef {import("../shared/types.js").ContactFilter} ContactFilter */
/** @typedef {{ filter: () => ContactFilter, change: (part: ContactFilter) => void }} FilterAccess */

const form = /** @type {HTMLFormElement} */ (byId("filters"));
const presets = /** @type {HTMLElement[]} */ (Array.from(form.querySelectorAll("[data-preset]")));
const created = select("filter-created");
const idle = select("filter-idle");
const source = select("filter-source");

/** @param {string} id */
function select(id) {
  return /** @type {HTMLSelectElement} */ (byId(id));
}

/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement} */ (byId(id));

/** Which group of fields is open although its fields are still empty. */
/** @type {{ created: string, idle: string }} */
const openFields = { created: "", idle: "" };
/** Whether the change comes from these fields. The form does not close empty fields then. */
let isOwnChange = false;

/** @type {FilterAccess} */
let access = { filter: () => ({}), change: () => {} };
/** @type {((id: number) => void)[]} */
let showPeople = [];

/** @param {HTMLElement} preset */
const presetOf = (preset) => /** @type {ContactFilter} */ (JSON.parse(preset.dataset["preset"] ?? "{}"));

/**
 * Whether all conditions of a preset are set.
 * @param {ContactFilter} preset
 */
function isSet(preset) {
  const filter = access.filter();
  const without = preset.without ?? [];
  const plain = Object.entries(preset).filter(([name]) => name !== "without");
  return (
    without.every((value) => filter.without?.includes(value)) &&
    plain.every(([name, value]) => filter[/** @type {keyof ContactFilter} */ (name)] === value)
  );
}

/** @param {ContactFilter} preset */
function togglePreset(preset) {
  const isOn = !isSet(preset);
  const { without = [], ...plain } = preset;
  const others = (access.filter().without ?? []).filter((value) => !without.includes(value));
  const set = Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, isOn ? value : ""]));
  // "Today" together with "older than" would match nobody.
  const cleared = isOn && set["created_from"] ? { created_to: "" } : isOn && set["created_to"] ? { created_from: "" } : {};
  access.change({ ...cleared, ...set, ...(without.length > 0 ? { without: [...others, ...(isOn ? without : [])] } : {}) });
}

/** @param {ContactFilter} filter */
function createdOption({ created_from: from = "", created_to: to = "" }) {
  const option = [from && `created_from=${from}`, to && `created_to=${to}`].filter(Boolean);
  if (option.length === 0) {
    return openFields.created;
  }
  if (option.length === 1 && Array.from(created.options).some(({ value }) => value === option[0])) {
    return option[0] ?? "";
  }
  return !from && /^P\d+D$/.test(to) ? "days" : "dates";
}

/** @param {ContactFilter} filter */
function idleOption({ no_activity_since: since = "" }) {
  if (since === "") {
    return openFields.idle;
  }
  return Array.from(idle.options).some(({ value }) => value === since) ? since : "date";
}

/** @param {ContactFilter} part */
function change(part) {
  isOwnChange = true;
  access.change(part);
  isOwnChange = false;
}

/**
 * Fills the date fields and shows those of the chosen option.
 * @param {ContactFilter} filter
 */
function drawDates(filter) {
  if (!isOwnChange) {
    Object.assign(openFields, { created: "", idle: "" });
  }
  created.value = createdOption(filter);
  part(form, "days").hidden = created.value !== "days";
  part(form, "dates").hidden = created.value !== "dates";
  const { created_from: from, created_to: to, no_activity_since: since } = filter;
  field("filter-days").value = /^P\d+D$/.test(to ?? "") ? String(to).slice(1, -1) : "";
  const parts = (/** @type {string | undefined} */ iso, /** @type {string} */ defaultTime) =>
    fieldValues(isRelativeDate(iso) ? undefined : iso, defaultTime);
  [field("filter-from").value, field("filter-from-time").value] = parts(from, "00:00");
  [field("filter-to").value, field("filter-to-time").value] = parts(to, "23:59");
  idle.value = idleOption(filter);
  part(form, "idle-date").hidden = idle.value !== "date";
  [field("filter-idle-date").value] = parts(since, "00:00");
}

function drawSource() {
  const code = access.filter().source ?? "";
  const isOffered = Array.from(source.options).some((option) => option.value === code);
  if (!isOffered) {
    source.append(new Option(sourceName(code), code));
  }
  source.value = code;
}

async function drawSources() {
  const failure = byId("filter-source-note");
  try {
    const items = await loadSources();
    const any = source.options[0];
    source.replaceChildren(...(any ? [any] : []), ...items.map(({ code, name }) => new Option(name, code)));
    failure.hidden = true;
  } catch (error) {
    failure.textContent = text("js-sources-failed", { name: problemNotice(error).title });
    failure.hidden = false;
  }
  drawSource();
}

/** Shows the current filter. */
export function drawForm() {
  for (const preset of presets) {
    preset.setAttribute("aria-pressed", String(isSet(presetOf(preset))));
  }
  drawNames();
  drawDates(access.filter());
}

/** Draws what needs names that are loaded later. The date fields keep what the person typed. */
export function drawNames() {
  const filter = access.filter();
  const [responsible = () => {}, author = () => {}] = showPeople;
  responsible(filter.assigned_by ?? 0);
  author(filter.created_by ?? 0);
  drawSource();
}

/** Loads the sources. Called each time the form opens. */
export function loadFormSources() {
  void drawSources();
}

function changeCreated() {
  openFields.created = ["days", "dates"].includes(created.value) ? created.value : "";
  const [name = "", value = ""] = created.value.split("=");
  const filter = access.filter();
  const keepsDates = created.value === "dates" && !isRelativeDate(filter.created_from) && !isRelativeDate(filter.created_to);
  change(keepsDates ? {} : { created_from: "", created_to: "", ...(value ? { [name]: value } : {}) });
}

function changeDays() {
  const days = field("filter-days");
  openFields.created = "days";
  if (days.validity.valid) {
    change({ created_from: "", created_to: days.value ? `P${Number(days.value)}D` : "" });
  }
}

function changeDates() {
  openFields.created = "dates";
  change({
    created_from: startOfDay(field("filter-from").value, field("filter-from-time").value),
    created_to: endOfDay(field("filter-to").value, field("filter-to-time").value),
  });
}

function changeIdle() {
  openFields.idle = idle.value === "date" ? "date" : "";
  change({ no_activity_since: idle.value === "date" ? startOfDay(field("filter-idle-date").value, "") : idle.value });
}

/** @param {FilterAccess} filterAccess */
export function listenToForm(filterAccess) {
  access = filterAccess;
  for (const preset of presets) {
    preset.addEventListener("click", () => togglePreset(presetOf(preset)));
  }
  showPeople = [
    personPicker(part(form, "responsible"), (id) => access.change({ assigned_by: id })),
    personPicker(part(form, "author"), (id) => access.change({ created_by: id })),
  ];
  source.addEventListener("change", () => access.change({ source: source.value }));
  created.addEventListener("change", changeCreated);
  field("filter-days").addEventListener("change", changeDays);
  part(form, "dates").addEventListener("change", changeDates);
  idle.addEventListener("change", changeIdle);
  field("filter-idle-date").addEventListener("change", changeIdle);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.lang = boot.language;
}
