// @ts-check
// The app's tabs. Arrows, Home and End move between them. Each tab's module is loaded when the tab is first shown. A
// tab `tab-NAME` controls the panel `panel-NAME`.

import { readAddress, writeAddress } from "./address.js";
import { byId } from "./dom.js";

/**
 * @typedef {object} Tab
 * @property {(rest: string) => void | Promise<void>} show the tab is shown; `rest` is the address after the tab's name
 * @property {() => void} [hide]
 * @property {() => Promise<boolean>} [mayLeave] whether the person may leave the tab; asks if needed
 */

/** @type {Record<string, () => Promise<Tab>>} */
let loaders = {};
/** @type {{ name: string, module: Tab | null }} */
let current = { name: "", module: null };

const tabs = () => /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll('[role="tab"]')));

/** @param {HTMLElement} tab */
const tabName = (tab) => tab.id.replace("tab-", "");

/**
 * Shows a tab.
 * @param {string} name
 * @param {string} [rest]
 */
export async function openTab(name, rest = "") {
  const isOther = current.name !== name;
  if (isOther && current.module?.mayLeave && !(await current.module.mayLeave())) {
    tabs().find((tab) => tab.getAttribute("aria-selected") === "true")?.focus();
    return;
  }
  if (isOther) {
    current.module?.hide?.();
    current = { name, module: null };
  }
  for (const tab of tabs()) {
    const selected = tabName(tab) === name;
    tab.setAttribute("aria-selected", String(selected));
    tab.tabIndex = selected ? 0 : -1;
    byId(`panel-${tabName(tab)}`).hidden = !selected;
    if (selected) {
      scrollTabIntoRow(tab);
    }
  }
  writeAddress(name, rest);
  const module = await loaders[name]?.();
  if (module && current.name === name) {
    current.module = module;
    await module.show(rest);
  }
}

/**
 * Scrolls a tab into view within its row, if the row is too narrow for all tabs.
 * @param {HTMLElement} tab
 */
export function scrollTabIntoRow(tab) {
  const row = tab.parentElement;
  if (row && row.scrollWidth > row.clientWidth) {
    const [own, all] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += own.left < all.left ? own.left - all.left : Math.max(0, own.right - all.right);
  }
}

/** @param {KeyboardEvent} event */
function moveByKey(event) {
  const all = tabs();
  const index = all.indexOf(/** @type {HTMLElement} */ (event.target));
  const last = all.length - 1;
  const targets = { ArrowRight: index === last ? 0 : index + 1, ArrowLeft: index === 0 ? last : index - 1, Home: 0, End: last };
  const target = all[targets[/** @type {keyof typeof targets} */ (event.key)] ?? -1];
  if (index >= 0 && target) {
    event.preventDefault();
    target.focus();
    void openTab(tabName(target));
  }
}

/**
 * Opens the tab that the address names, or else the first one.
 * @param {Record<string, () => Promise<Tab>>} tabModules loads each tab's module, by the tab's name
 */
export function startTabs(tabModules) {
  loaders = tabModules;
  for (const tab of tabs()) {
    tab.addEventListener("click", () => void openTab(tabName(tab)));
    tab.addEventListener("keydown", moveByKey);
  }
  window.addEventListener("resize", () => {
    for (const chosen of document.querySelectorAll("[role='tab'][aria-selected='true'], [data-section][aria-current]")) {
      scrollTabIntoRow(/** @type {HTMLElement} */ (chosen));
    }
  });
  const { tab, rest } = readAddress();
  const isKnown = tabs().some((one) => tabName(one) === tab);
  return openTab(isKnown ? tab : "contacts", isKnown ? rest : "");
}
