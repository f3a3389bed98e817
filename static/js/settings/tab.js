// @ts-check
// The part with the settings. What is sent is what was changed; what somebody else has saved meanwhile is shown, and
// never overwritten unseen.

import { Problem } from "../shared/api/client.js";
import { loadSettingsVersion, saveSettings } from "../shared/api/settings.js";
import { text } from "../shared/boot.js";
import { ask } from "../shared/dialog.js";
import { buttonById, byId, part, within } from "../shared/dom.js";
import { number, readNumber } from "../shared/format.js";
import { followSight } from "../shared/frame.js";
import { removeNotice, showNotice } from "../shared/notice.js";
import { problemNotice } from "../shared/problem.js";
import { chosenStop, drawChosen, listenToChosen } from "./chosen-users.js";
import { fieldOf, fields, inWords, labelOf, valueOf } from "./fields.js";
import { listenToInstallation, showInstallation } from "./installation.js";
import { listenToRequests, showRequests } from "./request-log.js";
import { followSections, listenToSections, openSection, reveal } from "./sections.js";
import { showSavedFilters } from "./shared-filters.js";

/** @typedef {import("./fields.js").Field} Field */

const form = /** @type {HTMLFormElement} */ (byId("settings-form"));
const save = buttonById("settings-save");

/** @type {import("../shared/api/settings.js").SettingsVersion | null} */
let saved = null;
let listening = false;

/**
 * What a field says, as the API takes it. An empty number is sent as nothing: no limit, or what the API refuses.
 * @param {Field} field
 * @returns {unknown}
 */
function read(field) {
  if (field.type === "checkbox") {
    return /** @type {HTMLInputElement} */ (field).checked;
  }
  if ("number" in field.dataset) {
    return readNumber(field.value);
  }
  if (field.name === "chosen_users") {
    return field.value.split(/[\s,;]+/).filter(Boolean).map(Number);
  }
  return field.value;
}

/**
 * @param {Field} field
 * @param {unknown} value
 */
function write(field, value) {
  if (field.type === "checkbox") {
    /** @type {HTMLInputElement} */ (field).checked = Boolean(value);
  } else if (typeof value === "number") {
    field.value = number(value);
  } else {
    field.value = Array.isArray(value) ? value.join(", ") : String(value ?? "");
  }
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** @returns {Field[]} the fields that say something else than what is saved */
const changed = () => fields().filter((field) => saved && !same(read(field), valueOf(saved.settings, field.name)));

/** The changes as the API takes them. */
function wished() {
  /** @type {Record<string, any>} */
  const wish = {};
  for (const field of changed()) {
    const [group = "", inner] = field.name.split(".");
    if (inner) {
      wish[group] = { ...wish[group], [inner]: read(field) };
    } else {
      wish[group] = read(field);
    }
  }
  return wish;
}

function draw() {
  const dirty = changed().length > 0;
  save.disabled = !dirty;
  buttonById("settings-reset").disabled = !dirty;
  byId("panel-settings").toggleAttribute("data-bar", dirty);
  void drawChosen(fieldOf("who_may_delete")?.value === "chosen");
}

function fill() {
  for (const field of fields()) {
    write(field, saved && valueOf(saved.settings, field.name));
  }
  draw();
}

/**
 * A remark below a field: what is wrong with it, or what somebody else has saved in it.
 * @param {string} name
 * @param {string} words
 * @param {"error" | "theirs"} kind
 */
function remark(name, words, kind) {
  const field = fieldOf(name) ?? fieldOf(name.split(".")[0] ?? "");
  const place = field?.closest(".ce-field");
  if (!field || !place) {
    return null;
  }
  const line = document.createElement("p");
  line.className = "ce-field__remark";
  line.id = `remark-${field.id || field.name.replace(".", "-")}`;
  line.dataset["kind"] = kind;
  line.textContent = words;
  place.append(line);
  field.setAttribute("aria-invalid", String(kind === "error"));
  const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !id.startsWith("remark-"));
  field.setAttribute("aria-describedby", [...others, line.id].join(" "));
  return field;
}

function clearRemarks() {
  for (const line of form.querySelectorAll(".ce-field__remark")) {
    line.remove();
  }
  for (const field of fields()) {
    field.removeAttribute("aria-invalid");
  }
}

async function load() {
  form.setAttribute("aria-busy", "true");
  try {
    saved = await loadSettingsVersion();
    fill();
  } catch (error) {
    notify(problemNotice(error));
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** @param {import("../shared/types.js").NoticeContent} content */
function notify(content) {
  showNotice(content, (notice) => {
    byId("settings-notice").replaceChildren(notice);
    return notice;
  }, () => within(document, "[data-section][aria-current]").focus());
}

/** @param {any} errors */
function showErrors(errors) {
  const wrong = Array.from(errors ?? [], ({ field, detail }) => remark(String(field), String(detail), "error"));
  const first = fields().find((field) => wrong.includes(field));
  if (!first) {
    return;
  }
  reveal(first);
  const stop = first.name === "chosen_users" ? chosenStop() : first;
  stop.focus({ preventScroll: true });
  // In the middle, where neither the portal's own header nor the window's edge covers it.
  stop.scrollIntoView({ block: "center" });
}

/** Takes over what somebody else has saved, except where this person has changed the same field: there both stand. */
async function meet() {
  const before = saved;
  const mine = new Set(changed().map((field) => field.name));
  saved = await loadSettingsVersion();
  for (const field of fields()) {
    const theirs = valueOf(saved.settings, field.name);
    if (before && !same(valueOf(before.settings, field.name), theirs)) {
      if (!mine.has(field.name)) {
        write(field, theirs);
      }
      remark(field.name, text("js-settings-theirs", { name: inWords(field.name, theirs) }), "theirs");
    }
  }
  draw();
}

async function store() {
  if (!saved || save.getAttribute("aria-busy") === "true") {
    return;
  }
  clearRemarks();
  removeNotice();
  save.setAttribute("aria-busy", "true");
  try {
    saved = await saveSettings(wished(), saved.version);
    fill();
    notify({ kind: "success", title: text("js-settings-saved-title"), text: text("js-settings-saved-text") });
    void showInstallation();
  } catch (error) {
    notify(problemNotice(error));
    if (error instanceof Problem && error.code === "settings_changed") {
      await meet().catch((failed) => notify(problemNotice(failed)));
    } else if (error instanceof Problem && error.code === "invalid_settings") {
      showErrors(error.more.errors);
    }
  } finally {
    save.removeAttribute("aria-busy");
  }
}

/**
 * Asks before changes are lost.
 * @returns {Promise<boolean>} whether the part may be left
 */
export async function mayLeave() {
  const left = changed();
  if (left.length === 0) {
    return true;
  }
  const { confirmed } = await ask({
    title: text("js-leave-title"),
    action: text("js-leave-action"),
    tone: "danger",
    icon: "#icon-alert",
    body: "confirm-leave",
    opener: /** @type {HTMLElement} */ (document.activeElement ?? save),
    fill: (body) => {
      // All of them, however many: what stands inside a text is cut where it is long.
      const fields = left.map(({ name }) => labelOf(name)).join(", ");
      part(body, "unsaved").textContent = `${text("js-leave-text", { name: "" }).trimEnd()} ${fields}`;
    },
    act: async () => null,
  });
  if (confirmed) {
    clearRemarks();
    fill();
  }
  return confirmed;
}

function listen() {
  listening = true;
  form.addEventListener("input", draw);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void store();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clearRemarks();
    removeNotice();
    fill();
  });
  // The page itself goes: the portal is left, or the window closed. Browsers ask in their own words.
  window.addEventListener("beforeunload", (event) => {
    if (form.isConnected && changed().length > 0) {
      event.preventDefault();
    }
  });
  followSight(byId("settings-bar"), byId("panel-settings"));
  listenToChosen();
  listenToSections();
  listenToInstallation();
  listenToRequests();
}

/**
 * The part comes into sight. What somebody has begun to change stays.
 * @param {string} section
 */
export async function show(section) {
  if (!listening) {
    listen();
  }
  openSection(section);
  const rest = Promise.all([showInstallation(), showSavedFilters(), showRequests()]);
  if (!saved || changed().length === 0) {
    await load();
  }
  await rest;
  followSections(section);
}

export function hide() {
  removeNotice();
}
