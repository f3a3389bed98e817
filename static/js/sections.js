// @ts-check
// The sections of the settings: one of them is in sight, and the address names it.

import { byId } from "./dom.js";
import { keepPlace } from "./place.js";

const FIRST = "rules";

/** @returns {HTMLElement[]} */
const items = () => Array.from(document.querySelectorAll("[data-section]"));

/** @param {HTMLElement} item */
const nameOf = (item) => item.dataset["section"] ?? "";

/** @type {Record<string, () => void>} what a section does when it comes into sight */
const arrivals = {};

/**
 * @param {string} name
 * @param {() => void} arrival called each time the section comes into sight
 */
export function onSection(name, arrival) {
  arrivals[name] = arrival;
}

/**
 * Shows a section; without a known name, the one that was in sight last.
 * @param {string} wanted
 */
export function openSection(wanted) {
  const last = items().find((item) => item.hasAttribute("aria-current"));
  const name = items().some((item) => nameOf(item) === wanted) ? wanted : last ? nameOf(last) : FIRST;
  for (const item of items()) {
    const isOpen = nameOf(item) === name;
    if (isOpen) {
      item.setAttribute("aria-current", "true");
      // Where the names stand in one line, the open one is in it.
      item.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else {
      item.removeAttribute("aria-current");
    }
    byId(`section-${nameOf(item)}`).hidden = !isOpen;
  }
  keepPlace("settings", name === FIRST ? "" : name);
  arrivals[name]?.();
}

/** @param {HTMLElement} field shows the section and the fold that a field is in */
export function reveal(field) {
  const section = field.closest("[id^='section-']");
  if (section) {
    openSection(section.id.replace("section-", ""));
  }
  const fold = field.closest("details");
  if (fold) {
    fold.open = true;
  }
}

export function listenToSections() {
  for (const item of items()) {
    item.addEventListener("click", () => openSection(nameOf(item)));
  }
}
