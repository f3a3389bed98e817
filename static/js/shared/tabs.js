// @ts-check
// The app's parts as tabs: arrows, Home and End move between them, and each part is loaded when it is first shown.
// A tab `tab-NAME` controls the panel `panel-NAME`.

import { currentPlace, keepPlace } from "./address.js";
import { byId } from "./dom.js";

/**
 * @typedef {object} Part
 * @property {(rest: string) => void | Promise<void>} show the part is in sight; `rest` says what of it was asked for
 * @property {() => void} [hide]
 * @property {() => Promise<boolean>} [mayLeave] whether another part may come into sight; asks the person if need be
 */

/** @type {Record<string, () => Promise<Part>>} */
let loaders = {};
/** @type {{ name: string, part: Part | null }} */
let current = { name: "", part: null };

const tabs = () => /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll('[role="tab"]')));

/** @param {HTMLElement} tab */
const nameOf = (tab) => tab.id.replace("tab-", "");

/**
 * Shows a part of the app.
 * @param {string} name
 * @param {string} [rest]
 */
export async function openTab(name, rest = "") {
  const changes = current.name !== name;
  if (changes && current.part?.mayLeave && !(await current.part.mayLeave())) {
    tabs().find((tab) => tab.getAttribute("aria-selected") === "true")?.focus();
    return;
  }
  if (changes) {
    current.part?.hide?.();
    current = { name, part: null };
  }
  for (const tab of tabs()) {
    const selected = nameOf(tab) === name;
    tab.setAttribute("aria-selected", String(selected));
    tab.tabIndex = selected ? 0 : -1;
    byId(`panel-${nameOf(tab)}`).hidden = !selected;
    if (selected) {
      bringIntoRow(tab);
    }
  }
  keepPlace(name, rest);
  const part = await loaders[name]?.();
  if (part && current.name === name) {
    current.part = part;
    await part.show(rest);
  }
}

/**
 * Where the names do not fit side by side their row scrolls, and nothing else does.
 * @param {HTMLElement} tab
 */
export function bringIntoRow(tab) {
  const row = tab.parentElement;
  if (row && row.scrollWidth > row.clientWidth) {
    const [own, all] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += own.left < all.left ? own.left - all.left : Math.max(0, own.right - all.right);
  }
}

/** @param {KeyboardEvent} event */
function move(event) {
  const all = tabs();
  const at = all.indexOf(/** @type {HTMLElement} */ (event.target));
  const last = all.length - 1;
  const targets = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last };
  const target = all[targets[/** @type {keyof typeof targets} */ (event.key)] ?? -1];
  if (at >= 0 && target) {
    event.preventDefault();
    target.focus();
    void openTab(nameOf(target));
  }
}

/**
 * Starts with the part that the address names, else with the first one.
 * @param {Record<string, () => Promise<Part>>} parts how each is loaded, by its tab's name
 */
export function startTabs(parts) {
  loaders = parts;
  for (const tab of tabs()) {
    tab.addEventListener("click", () => void openTab(nameOf(tab)));
    tab.addEventListener("keydown", move);
  }
  window.addEventListener("resize", () => {
    for (const chosen of document.querySelectorAll("[role='tab'][aria-selected='true'], [data-section][aria-current]")) {
      bringIntoRow(/** @type {HTMLElement} */ (chosen));
    }
  });
  const { tab, rest } = currentPlace();
  const known = tabs().some((one) => nameOf(one) === tab);
  return openTab(known ? tab : "contacts", known ? rest : "");
}
