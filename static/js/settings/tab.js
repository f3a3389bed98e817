// @ts-check
// The tab with the settings. The page sends only changed fields. It shows what another user has saved meanwhile and
// never overwrites it silently.

import { Problem } from "../shared/api/client.js";
import { loadSettingsVersion, saveSettings } from "../shared/api/settings.js";
import { boot, text } from "../shared/boot.js";
import { ask } from "../shared/dialog.js";
import { buttonById, byId, part, within } from "../shared/dom.js";
import { formatNumber, parseNumber } from "../shared/format.js";
import { keepBarVisible } from "../shared/frame.js";
import { removeNotice, showNoticeIn } from "../shared/notice.js";
import { problemNotice } from "../shared/problem.js";
import { chosenUsersFocus, drawChosenUsers, listenToChosenUsers } from "./chosen-users.js";
import { fieldOf, fields, labelOf, valueOf, valueText } from "./fields.js";
import { listenToInstallation, showInstallation } from "./installation.js";
import { listenToRequestLog, showRequestLog } from "./request-log.js";
import { listenToSections, openSection, reveal, watchSections } from "./sections.js";
import { showSharedFilters } from "./shared-filters.js";

/** @typedef {import("./fields.js").Field} Field */

const form = /** @type {HTMLFormElement} */ (byId("settings-form"));
const saveButton = buttonById("settings-save");

/** @type {import("../shared/api/settings.js").SettingsVersion | null} */
let saved = null;
let isListening = false;

/**
 * The value of a field for the API. An empty number becomes null: no limit, or a value that the API refuses.
 * @param {Field} field
 * @returns {unknown}
 */
function readField(field) {
  if (field.type === "checkbox") {
    return /** @type {HTMLInputElement} */ (field).checked;
  }
  if ("number" in field.dataset) {
    return parseNumber(field.value);
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
function writeField(field, value) {
  if (field.type === "checkbox") {
    /** @type {HTMLInputElement} */ (field).checked = Boolean(value);
  } else if (typeof value === "number") {
    field.value = formatNumber(value);
  } else {
    field.value = Array.isArray(value) ? value.join(", ") : String(value ?? "");
  }
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
const isEqual = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** @returns {Field[]} the fields whose values differ from the saved ones */
const changedFields = () => fields().filter((field) => saved && !isEqual(readField(field), valueOf(saved.settings, field.name)));

/** The changed values for the API. */
function changes() {
  /** @type {Record<string, any>} */
  const changes = {};
  for (const field of changedFields()) {
    const [group = "", inner] = field.name.split(".");
    if (inner) {
      changes[group] = { ...changes[group], [inner]: readField(field) };
    } else {
      changes[group] = readField(field);
    }
  }
  return changes;
}

function draw() {
  const isChanged = changedFields().length > 0;
  saveButton.disabled = !isChanged;
  buttonById("settings-reset").disabled = !isChanged;
  byId("panel-settings").toggleAttribute("data-bar", isChanged);
  void drawChosenUsers(fieldOf("who_may_delete")?.value === "chosen");
}

function fill() {
  for (const field of fields()) {
    writeField(field, saved && valueOf(saved.settings, field.name));
  }
  offerDeletion();
  draw();
}

/**
 * Adds a remark below a field: an error, or a value that another user has saved.
 * @param {string} name
 * @param {string} message
 * @param {"error" | "theirs"} kind
 */
function addRemark(name, message, kind) {
  const field = fieldOf(name) ?? fieldOf(name.split(".")[0] ?? "");
  const container = field?.closest(".ce-field");
  if (!field || !container) {
    return null;
  }
  const line = document.createElement("p");
  line.className = "ce-field__remark";
  line.id = `remark-${field.id || field.name.replace(".", "-")}`;
  line.dataset["kind"] = kind;
  line.textContent = message;
  container.append(line);
  field.setAttribute("aria-invalid", String(kind === "error"));
  const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !id.startsWith("remark-"));
  field.setAttribute("aria-describedby", [...others, line.id].join(" "));
  return field;
}

/** Offers deletions again after the settings have given this administrator the right to delete. */
function offerDeletion() {
  if (!saved) {
    return;
  }
  const { who_may_delete: who, chosen_users: chosen } = saved.settings;
  if (who !== "chosen" || (Array.isArray(chosen) && chosen.includes(boot.user_id ?? 0))) {
    byId("page").removeAttribute("data-barred");
    document.querySelector("[data-testid='banner'][data-about='barred']")?.remove();
  }
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
  showNoticeIn(byId("settings-notice"), content, () => within(document, "[data-section][aria-current]").focus());
}

/** @param {any} errors */
function showErrors(errors) {
  const invalid = Array.from(errors ?? [], ({ field, detail }) => addRemark(String(field), String(detail), "error"));
  const first = fields().find((field) => invalid.includes(field));
  if (!first) {
    return;
  }
  reveal(first);
  const target = first.name === "chosen_users" ? chosenUsersFocus() : first;
  target.focus({ preventScroll: true });
  // The middle of the window is covered neither by the portal's header nor by an edge.
  target.scrollIntoView({ block: "center" });
}

/**
 * Takes over what another user has saved. If this person changed the same field, the field keeps the person's value and
 * a remark shows the other.
 */
async function mergeSaved() {
  const before = saved;
  const ownNames = new Set(changedFields().map((field) => field.name));
  saved = await loadSettingsVersion();
  for (const field of fields()) {
    const savedValue = valueOf(saved.settings, field.name);
    if (before && !isEqual(valueOf(before.settings, field.name), savedValue)) {
      if (!ownNames.has(field.name)) {
        writeField(field, savedValue);
      }
      addRemark(field.name, text("js-settings-theirs", { name: valueText(field.name, savedValue) }), "theirs");
    }
  }
  draw();
}

async function saveChanges() {
  if (!saved || saveButton.getAttribute("aria-busy") === "true") {
    return;
  }
  clearRemarks();
  removeNotice();
  saveButton.setAttribute("aria-busy", "true");
  try {
    saved = await saveSettings(changes(), saved.version);
    fill();
    notify({ kind: "success", title: text("js-settings-saved-title"), text: text("js-settings-saved-text") });
    void showInstallation();
  } catch (error) {
    notify(problemNotice(error));
    if (error instanceof Problem && error.code === "settings_changed") {
      await mergeSaved().catch((failed) => notify(problemNotice(failed)));
    } else if (error instanceof Problem && error.code === "invalid_settings") {
      showErrors(error.answer.errors);
    }
  } finally {
    saveButton.removeAttribute("aria-busy");
  }
}

/**
 * Asks before unsaved changes are lost.
 * @returns {Promise<boolean>} whether the person may leave the tab
 */
export async function mayLeave() {
  const unsaved = changedFields();
  if (unsaved.length === 0) {
    return true;
  }
  const { confirmed } = await ask({
    title: text("js-leave-title"),
    action: text("js-leave-action"),
    tone: "danger",
    icon: "#icon-alert",
    body: "confirm-leave",
    opener: /** @type {HTMLElement} */ (document.activeElement ?? saveButton),
    fill: (body) => {
      // The names are not inserted into the text, because long inserted values are cut.
      const fields = unsaved.map(({ name }) => labelOf(name)).join(", ");
      part(body, "unsaved").textContent = `${text("js-leave-text", { name: "" }).trimEnd()} ${fields}`;
    },
    run: async () => null,
  });
  if (confirmed) {
    clearRemarks();
    fill();
  }
  return confirmed;
}

function listen() {
  isListening = true;
  form.addEventListener("input", draw);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void saveChanges();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clearRemarks();
    removeNotice();
    fill();
  });
  // Asks before the page is left. Browsers use their own words for this.
  window.addEventListener("beforeunload", (event) => {
    if (form.isConnected && changedFields().length > 0) {
      event.preventDefault();
    }
  });
  keepBarVisible(byId("settings-bar"), byId("panel-settings"));
  listenToChosenUsers();
  listenToSections();
  listenToInstallation();
  listenToRequestLog();
}

/**
 * Shows the tab. Changes that the person has begun stay.
 * @param {string} section
 */
export async function show(section) {
  if (!isListening) {
    listen();
  }
  openSection(section);
  const rest = Promise.all([showInstallation(), showSharedFilters(), showRequestLog()]);
  if (!saved || changedFields().length === 0) {
    await load();
  }
  await rest;
  watchSections(section);
}

export function hide() {
  removeNotice();
}
