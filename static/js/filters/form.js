// @ts-check
// The form of conditions: presets, people, source, dates. Each change counts at once; what is set stands as chips above the
// list too.

import { boot, text } from "../shared/boot.js";
import { endOfDay, localParts, startOfDay } from "../shared/date-fields.js";
import { byId, part } from "../shared/dom.js";
import { personPicker } from "../shared/person-picker.js";
import { problemNotice } from "../shared/problem.js";
import { loadSources, sourceWords } from "../shared/sources.js";
import { isRelative } from "./conditions.js";

/** @typedef {import("../shared/types.js").ContactQuery} ContactQuery */
/** @typedef {{ query: () => ContactQuery, change: (part: ContactQuery) => void }} Conditions */

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

/** Which of the two ways with more fields is open although nothing is filled in yet. */
/** @type {{ created: string, idle: string }} */
const opened = { created: "", idle: "" };
/** Whether a change comes from these fields: then an empty one is no reason to close them. */
let isOwn = false;

/** @type {Conditions} */
let conditions = { query: () => ({}), change: () => {} };
/** @type {((id: number) => void)[]} */
let showPeople = [];

/** @param {HTMLElement} preset */
const presetOf = (preset) => /** @type {ContactQuery} */ (JSON.parse(preset.dataset["preset"] ?? "{}"));

/**
 * Whether everything that a preset sets is set.
 * @param {ContactQuery} preset
 */
function isSet(preset) {
  const query = conditions.query();
  const without = preset.without ?? [];
  const plain = Object.entries(preset).filter(([name]) => name !== "without");
  return (
    without.every((lack) => query.without?.includes(lack)) &&
    plain.every(([name, value]) => query[/** @type {keyof ContactQuery} */ (name)] === value)
  );
}

/** @param {ContactQuery} preset */
function toggle(preset) {
  const on = !isSet(preset);
  const { without = [], ...plain } = preset;
  const others = (conditions.query().without ?? []).filter((lack) => !without.includes(lack));
  const set = Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, on ? value : ""]));
  // "Today" and "older than" would leave nobody.
  const cleared = on && set["created_from"] ? { created_to: "" } : on && set["created_to"] ? { created_from: "" } : {};
  conditions.change({ ...cleared, ...set, ...(without.length > 0 ? { without: [...others, ...(on ? without : [])] } : {}) });
}

/** @param {ContactQuery} query */
function wayOfCreated({ created_from: from = "", created_to: to = "" }) {
  const option = [from && `created_from=${from}`, to && `created_to=${to}`].filter(Boolean);
  if (option.length === 0) {
    return opened.created;
  }
  if (option.length === 1 && Array.from(created.options).some(({ value }) => value === option[0])) {
    return option[0] ?? "";
  }
  return !from && /^P\d+D$/.test(to) ? "days" : "dates";
}

/** @param {ContactQuery} query */
function wayOfIdle({ no_activity_since: since = "" }) {
  if (since === "") {
    return opened.idle;
  }
  return Array.from(idle.options).some(({ value }) => value === since) ? since : "date";
}

/** @param {ContactQuery} part */
function change(part) {
  isOwn = true;
  conditions.change(part);
  isOwn = false;
}

/**
 * The fields that belong to a way, filled in.
 * @param {ContactQuery} query
 */
function fillDates(query) {
  if (!isOwn) {
    Object.assign(opened, { created: "", idle: "" });
  }
  created.value = wayOfCreated(query);
  part(form, "days").hidden = created.value !== "days";
  part(form, "dates").hidden = created.value !== "dates";
  const { created_from: from, created_to: to, no_activity_since: since } = query;
  field("filter-days").value = /^P\d+D$/.test(to ?? "") ? String(to).slice(1, -1) : "";
  const parts = (/** @type {string | undefined} */ iso, /** @type {string} */ usual) =>
    localParts(isRelative(iso) ? undefined : iso, usual);
  [field("filter-from").value, field("filter-from-time").value] = parts(from, "00:00");
  [field("filter-to").value, field("filter-to-time").value] = parts(to, "23:59");
  idle.value = wayOfIdle(query);
  part(form, "idle-date").hidden = idle.value !== "date";
  [field("filter-idle-date").value] = parts(since, "00:00");
}

function fillSource() {
  const kept = conditions.query().source ?? "";
  const known = Array.from(source.options).find((option) => option.value === kept);
  if (!known) {
    source.append(new Option(sourceWords(kept), kept));
  }
  source.value = kept;
}

async function offerSources() {
  const note = byId("filter-source-note");
  try {
    const items = await loadSources();
    const any = source.options[0];
    source.replaceChildren(...(any ? [any] : []), ...items.map(({ code, name }) => new Option(name, code)));
    note.hidden = true;
  } catch (error) {
    note.textContent = text("js-sources-failed", { name: problemNotice(error).title });
    note.hidden = false;
  }
  fillSource();
}

/** Shows what is set. */
export function fillForm() {
  for (const preset of presets) {
    preset.setAttribute("aria-pressed", String(isSet(presetOf(preset))));
  }
  fillNamed();
  fillDates(conditions.query());
}

/** What has a name that may be learned later: the dates stay as the person left them. */
export function fillNamed() {
  const query = conditions.query();
  const [responsible = () => {}, author = () => {}] = showPeople;
  responsible(query.assigned_by ?? 0);
  author(query.created_by ?? 0);
  fillSource();
}

/** Each time that the form comes into sight. */
export function openForm() {
  void offerSources();
}

function changeCreated() {
  opened.created = ["days", "dates"].includes(created.value) ? created.value : "";
  const [name = "", value = ""] = created.value.split("=");
  const query = conditions.query();
  const keepsDates = created.value === "dates" && !isRelative(query.created_from) && !isRelative(query.created_to);
  change(keepsDates ? {} : { created_from: "", created_to: "", ...(value ? { [name]: value } : {}) });
}

function changeDays() {
  const days = field("filter-days");
  opened.created = "days";
  if (days.validity.valid) {
    change({ created_from: "", created_to: days.value ? `P${Number(days.value)}D` : "" });
  }
}

function changeDates() {
  opened.created = "dates";
  change({
    created_from: startOfDay(field("filter-from").value, field("filter-from-time").value),
    created_to: endOfDay(field("filter-to").value, field("filter-to-time").value),
  });
}

function changeIdle() {
  opened.idle = idle.value === "date" ? "date" : "";
  change({ no_activity_since: idle.value === "date" ? startOfDay(field("filter-idle-date").value, "") : idle.value });
}

/** @param {Conditions} those */
export function listenToForm(those) {
  conditions = those;
  for (const preset of presets) {
    preset.addEventListener("click", () => toggle(presetOf(preset)));
  }
  showPeople = [
    personPicker(part(form, "responsible"), (id) => conditions.change({ assigned_by: id })),
    personPicker(part(form, "author"), (id) => conditions.change({ created_by: id })),
  ];
  source.addEventListener("change", () => conditions.change({ source: source.value }));
  created.addEventListener("change", changeCreated);
  field("filter-days").addEventListener("change", changeDays);
  part(form, "dates").addEventListener("change", changeDates);
  idle.addEventListener("change", changeIdle);
  field("filter-idle-date").addEventListener("change", changeIdle);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.lang = boot.language;
}
