// @ts-check
// The fields of the settings form, and texts for settings: the form's labels and the names of its options.

import { text } from "../shared/boot.js";
import { byId } from "../shared/dom.js";
import { formatNumber } from "../shared/format.js";
import { personName } from "../shared/people.js";

/** @typedef {import("../shared/types.js").Settings} Settings */

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

const form = () => /** @type {HTMLFormElement} */ (byId("settings-form"));

/** @returns {Field[]} */
export const fields = () =>
  /** @type {Field[]} */ (Array.from(form().elements).filter((one) => /** @type {Field} */ (one).name));

/** @param {string} name */
export const fieldOf = (name) => fields().find((field) => field.name === name);

/**
 * The value of a field's setting. A widget that the settings do not name is on.
 * @param {Settings} settings
 * @param {string} name
 * @returns {unknown}
 */
export function valueOf(settings, name) {
  const [group = "", inner] = name.split(".");
  const value = /** @type {Record<string, any>} */ (settings)[group] ?? null;
  return inner ? (value?.[inner] ?? true) : value;
}

/** @param {string} name */
export const labelOf = (name) => fieldOf(name)?.labels?.[0]?.textContent?.trim() || name;

/**
 * @param {string} name
 * @param {unknown} value
 */
export function valueText(name, value) {
  const field = fieldOf(name);
  if (value === null) {
    return text("js-no-limit");
  }
  if (Array.isArray(value)) {
    return value.map((id) => personName(Number(id))).join(", ") || "–";
  }
  if (typeof value === "boolean") {
    return text(value ? "js-yes" : "js-no");
  }
  if (field instanceof HTMLSelectElement) {
    const option = Array.from(field.options).find((one) => one.value === value);
    return option?.text ?? String(value);
  }
  return typeof value === "number" ? formatNumber(value) : String(value);
}

/**
 * The text of each change between two states of the settings.
 * @param {Record<string, unknown>} before
 * @param {Record<string, unknown>} after
 */
export function changeTexts(before, after) {
  /** @type {[string, unknown, unknown][]} */
  const changes = Object.keys(after).flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    if (typeof now !== "object" || now === null || Array.isArray(now)) {
      return [[name, old, now]];
    }
    const [were, are] = [/** @type {Record<string, unknown>} */ (old ?? {}), /** @type {Record<string, unknown>} */ (now)];
    const inner = Object.keys(are).filter((one) => were[one] !== are[one]);
    return inner.map((one) => /** @type {[string, unknown, unknown]} */ ([`${name}.${one}`, were[one], are[one]]));
  });
  return changes.map(([name, old, now]) => `${labelOf(name)}: ${valueText(name, old)} → ${valueText(name, now)}`);
}
