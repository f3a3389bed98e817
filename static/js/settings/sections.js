// @ts-check
// The sections of the settings stand below each other. Their names scroll to them. The address names the section that
// the person chose or scrolled to.

import { writeAddress } from "../shared/address.js";
import { byId } from "../shared/dom.js";
import { watchVisibleArea } from "../shared/frame.js";
import { scrollTabIntoRow } from "../shared/tabs.js";

const FIRST = "rules";
/** The portal's own header and some space below it. */
const HEADER = 160;

/** @returns {HTMLElement[]} */
const items = () => Array.from(document.querySelectorAll("[data-section]"));

/** @param {HTMLElement} item */
const sectionName = (item) => item.dataset["section"] ?? "";

/** @param {string} name */
const sectionOf = (name) => byId(`section-${name}`);

const marked = () => items().find((item) => item.hasAttribute("aria-current"));

let isWatching = false;

/** @param {string} name */
const isKnown = (name) => items().some((item) => sectionName(item) === name);

/** @param {string} name */
function markSection(name) {
  for (const item of items()) {
    if (sectionName(item) === name) {
      item.setAttribute("aria-current", "true");
      scrollTabIntoRow(item);
    } else {
      item.removeAttribute("aria-current");
    }
  }
  writeAddress("settings", name === FIRST ? "" : name);
}

/**
 * Marks a section. If the name is unknown, the section that was marked last stays marked.
 * @param {string} name
 */
export function openSection(name) {
  const last = marked();
  markSection(isKnown(name) ? name : last ? sectionName(last) : FIRST);
}

/** @param {string} name */
function openByClick(name) {
  markSection(name);
  // As with a link within a page, the next Tab stays in the section.
  sectionOf(name).querySelector("h2")?.focus({ preventScroll: true });
  sectionOf(name).scrollIntoView({ block: "start", inline: "nearest" });
}

/** @param {HTMLElement} field its section is marked and opened */
export function reveal(field) {
  const section = field.closest("[id^='section-']");
  if (section) {
    markSection(section.id.replace("section-", ""));
  }
  const fold = field.closest("details");
  if (fold) {
    fold.open = true;
  }
}

/**
 * Moves the mark to the section that is visible. The mark stays while its section's heading is visible, because the
 * last section may be too short to reach the top.
 * @param {import("../shared/frame.js").Area} area
 */
function markVisible({ top, bottom }) {
  const current = marked();
  /** @param {HTMLElement} item */
  const start = (item) => sectionOf(sectionName(item)).getBoundingClientRect().top;
  if (!current || (start(current) >= top && start(current) < bottom)) {
    return;
  }
  const reached = items().filter((item) => start(item) < top + HEADER).at(-1);
  if (reached && reached !== current) {
    markSection(sectionName(reached));
  }
}

/**
 * Scrolls to the section that the address names. From then on the mark follows the scrolling.
 * @param {string} name
 */
export function watchSections(name) {
  if (isKnown(name) && name !== FIRST) {
    sectionOf(name).scrollIntoView({ block: "start", inline: "nearest" });
  }
  if (!isWatching) {
    isWatching = true;
    watchVisibleArea(byId("panel-settings"), markVisible, () => !byId("panel-settings").hidden);
  }
}

export function listenToSections() {
  for (const item of items()) {
    item.addEventListener("click", () => openByClick(sectionName(item)));
  }
}
