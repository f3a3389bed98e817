// @ts-check
// The sections of the settings stand under one another. Their names bring them into sight, and the address names the
// one that was chosen or that the person has scrolled to.

import { keepPlace } from "../shared/address.js";
import { byId } from "../shared/dom.js";
import { followArea } from "../shared/frame.js";
import { bringIntoRow } from "../shared/tabs.js";

const FIRST = "rules";
/** What the portal's own header covers, and a little of what follows. */
const HEAD = 160;

/** @returns {HTMLElement[]} */
const items = () => Array.from(document.querySelectorAll("[data-section]"));

/** @param {HTMLElement} item */
const nameOf = (item) => item.dataset["section"] ?? "";

/** @param {string} name */
const sectionOf = (name) => byId(`section-${name}`);

const marked = () => items().find((item) => item.hasAttribute("aria-current"));

let following = false;

/** @param {string} name */
const isKnown = (name) => items().some((item) => nameOf(item) === name);

/** @param {string} name */
function mark(name) {
  for (const item of items()) {
    if (nameOf(item) === name) {
      item.setAttribute("aria-current", "true");
      bringIntoRow(item);
    } else {
      item.removeAttribute("aria-current");
    }
  }
  keepPlace("settings", name === FIRST ? "" : name);
}

/**
 * Marks a section; without a known name, the one that was marked last.
 * @param {string} wanted
 */
export function openSection(wanted) {
  const last = marked();
  mark(isKnown(wanted) ? wanted : last ? nameOf(last) : FIRST);
}

/** @param {string} name */
function goTo(name) {
  mark(name);
  // As a link within a page would: the next stop of the keyboard is in the section.
  sectionOf(name).querySelector("h2")?.focus({ preventScroll: true });
  sectionOf(name).scrollIntoView({ block: "start", inline: "nearest" });
}

/** @param {HTMLElement} field marks the section that a field is in and opens its fold */
export function reveal(field) {
  const section = field.closest("[id^='section-']");
  if (section) {
    mark(section.id.replace("section-", ""));
  }
  const fold = field.closest("details");
  if (fold) {
    fold.open = true;
  }
}

/**
 * The mark stays while the heading of its section is in sight; the last section may be too short to reach the top.
 * @param {import("../shared/frame.js").Area} area
 */
function follow({ top, bottom }) {
  const current = marked();
  /** @param {HTMLElement} item */
  const start = (item) => sectionOf(nameOf(item)).getBoundingClientRect().top;
  if (!current || (start(current) >= top && start(current) < bottom)) {
    return;
  }
  const reached = items().filter((item) => start(item) < top + HEAD).at(-1);
  if (reached && reached !== current) {
    mark(nameOf(reached));
  }
}

/**
 * Everything is there: a section that the address names comes into sight, and from now on the mark follows.
 * @param {string} wanted
 */
export function followSections(wanted) {
  if (isKnown(wanted) && wanted !== FIRST) {
    sectionOf(wanted).scrollIntoView({ block: "start", inline: "nearest" });
  }
  if (!following) {
    following = true;
    followArea(byId("panel-settings"), follow, () => !byId("panel-settings").hidden);
  }
}

export function listenToSections() {
  for (const item of items()) {
    item.addEventListener("click", () => goTo(nameOf(item)));
  }
}
