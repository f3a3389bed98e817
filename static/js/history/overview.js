// @ts-check
// The overview above the history: a chart from the service, and its numbers as tables.

import { request } from "../shared/api/client.js";
import { boot } from "../shared/boot.js";
import { byId } from "../shared/dom.js";
import { DATE_STYLE, formatNumber } from "../shared/format.js";
import { loadPeopleNames, personName } from "../shared/people.js";

/** @typedef {import("../shared/types.js").Overview} Overview */
/** @typedef {import("../shared/types.js").ContactSums} ContactSums */

const WIDEST = 1600;
const NARROWEST = 240;
const NARROW = "(width <= 760px)";
const shortDays = new Intl.DateTimeFormat(boot.language, { day: "numeric", month: "short", timeZone: "UTC" });
const wholeDays = new Intl.DateTimeFormat(boot.language, { ...DATE_STYLE, timeZone: "UTC" });

/** @param {string} text @param {string} [tag] */
function cell(text, tag = "td") {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

/**
 * @param {string} name
 * @param {ContactSums} sums
 */
function row(name, { deleted, restored, kept, failed }) {
  const element = document.createElement("tr");
  const head = cell(name, "th");
  head.setAttribute("scope", "row");
  element.append(head, ...[deleted, restored, kept, failed].map((count) => cell(formatNumber(count))));
  return element;
}

/**
 * The chart as elements of this page, so that it uses the page's colours. It comes from the app's own service. A chart
 * with anything but shapes and text is left out.
 * @param {string} picture
 */
function chartOf(picture) {
  const parsed = new DOMParser().parseFromString(picture, "image/svg+xml").documentElement;
  if (parsed.nodeName !== "svg" || parsed.querySelector("script, foreignObject, a, image, use")) {
    return [];
  }
  for (const label of parsed.querySelectorAll("[data-day]")) {
    label.textContent = shortDays.format(new Date(label.getAttribute("data-day") ?? ""));
  }
  return [document.importNode(parsed, true)];
}

/** Shows the deletions of the last weeks, or nothing if there were none. */
export async function showOverview() {
  const container = byId("overview");
  try {
    const width = Math.floor(byId("panel-history").clientWidth - (window.matchMedia(NARROW).matches ? 32 : 40));
    const wide = Math.min(WIDEST, Math.max(NARROWEST, width));
    /** @type {Overview} */
    const { weeks, people, picture } = await request("GET", `/api/audit/overview?width=${wide}`);
    await loadPeopleNames(people.flatMap(({ user_id: id }) => (id === null ? [] : [id])));
    byId("overview-picture").replaceChildren(...chartOf(picture));
    const newestFirst = Array.from(weeks).reverse();
    byId("overview-weeks").replaceChildren(
      ...newestFirst.map((week) => row(wholeDays.format(new Date(week.from)), week)),
    );
    byId("overview-people").replaceChildren(
      ...people.map((person) => row(person.user_id === null ? "–" : personName(person.user_id), person)),
    );
    container.hidden = people.length === 0;
  } catch {
    // The history itself shows the problem.
    container.hidden = true;
  }
}
