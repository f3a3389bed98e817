// @ts-check
// Choosing in the list: each row, the page, all that match; and the bar that says how many and acts on them.

import { counted, text } from "./boot.js";
import { eraseMany } from "./bulk.js";
import { announce, buttonById, byId, within } from "./dom.js";
import { erase } from "./erase.js";
import { nameOf, number } from "./format.js";
import { followSight } from "./frame.js";
import { showAbove } from "./remove.js";
import {
  allChosen,
  choose,
  chooseAll,
  chooseNone,
  chosen,
  chosenCount,
  exceptions,
  isChosen,
  onSelection,
} from "./selection.js";

/** @typedef {import("./types.js").Contact} Contact */
/** @typedef {import("./types.js").ContactQuery} ContactQuery */

/**
 * @typedef {object} List
 * @property {() => ContactQuery} query
 * @property {() => number | null} total
 * @property {() => void} refresh
 */

const rows = byId("rows");
const bar = byId("bar");
const pageBox = /** @type {HTMLInputElement} */ (byId("select-page"));
const allButton = buttonById("select-all");

/** @type {{ id: number, name: string }[]} */
let shown = [];
/** @type {number | null} */
let total = null;
/** The row that was chosen last: with Shift, all between it and the next one are chosen too. */
let anchor = -1;

/** @param {number} id */
function boxOf(id) {
  const row = rows.querySelector(`[data-contact-id="${id}"]`);
  return row ? /** @type {HTMLInputElement} */ (within(row, '[type="checkbox"]')) : null;
}

function draw() {
  for (const { id } of shown) {
    const box = boxOf(id);
    if (box) {
      box.checked = isChosen(id);
      box.closest("tr")?.toggleAttribute("data-chosen", box.checked);
    }
  }
  const onPage = shown.filter(({ id }) => boxOf(id) && isChosen(id)).length;
  pageBox.checked = onPage > 0 && onPage === shown.filter(({ id }) => boxOf(id)).length;
  pageBox.indeterminate = onPage > 0 && !pageBox.checked;
  allButton.setAttribute("aria-pressed", String(allChosen()));
  showBar();
}

/** What the bar says: exactly what would be deleted. */
function wordsOfBar() {
  const left = exceptions().length;
  if (!allChosen()) {
    return counted("js-selected", chosenCount());
  }
  if (total === null) {
    return left === 0 ? text("js-selected-all-open") : counted("js-selected-all-but", left);
  }
  return left === 0
    ? counted("js-selected-all", total)
    : counted("js-selected-part", Math.max(0, total - left), { number: number(total) });
}

function showBar() {
  const words = wordsOfBar();
  const isAnybody = allChosen() ? total === null || total > exceptions().length : chosenCount() > 0;
  const open = allChosen() || chosenCount() > 0;
  if (open && byId("bar-count").textContent !== words) {
    announce(words);
  }
  byId("bar-count").textContent = words;
  bar.hidden = !open;
  buttonById("delete-selected").disabled = !isAnybody;
  byId("panel-contacts").toggleAttribute("data-bar", open);
}

/**
 * The page that the list shows now.
 * @param {Contact[]} contacts
 */
export function showPage(contacts) {
  shown = contacts.map((contact) => ({ id: contact.id, name: nameOf(contact) }));
  anchor = -1;
  byId("choosing").hidden = contacts.length === 0;
  draw();
}

/**
 * @param {number | null} count how many match in all; null is unknown
 * @param {boolean} beyond whether there are more than the page shows
 */
export function offerAll(count, beyond) {
  total = count;
  allButton.hidden = count === 0;
  const words = count === null ? text("js-select-all-open") : text("js-select-all", { count: number(count) });
  byId("select-all-words").textContent = beyond || count !== null ? words : "";
  showBar();
}

/** @param {MouseEvent} event */
function chooseRow(event) {
  const box = /** @type {HTMLInputElement} */ (event.target);
  const at = shown.findIndex(({ id }) => boxOf(id) === box);
  if (at < 0) {
    return;
  }
  const from = event.shiftKey && anchor >= 0 ? Math.min(anchor, at) : at;
  const to = event.shiftKey && anchor >= 0 ? Math.max(anchor, at) : at;
  anchor = at;
  choose(shown.slice(from, to + 1), box.checked);
}

/** @param {List} list */
async function deleteChosen(list) {
  const opener = buttonById("delete-selected");
  const picked = chosen();
  const only = picked.length === 1 && !allChosen() ? picked[0] : undefined;
  if (only) {
    const { removed, notice } = await erase(only, opener);
    if (removed) {
      list.refresh();
    }
    if (notice) {
      showAbove(notice);
    }
    return;
  }
  const target = allChosen()
    ? { filter: list.query(), total: list.total(), except: exceptions() }
    : { ids: picked.map(({ id }) => id) };
  if (await eraseMany(target, opener, showAbove)) {
    list.refresh();
  }
}

/** @param {List} list */
export function listenToChooser(list) {
  onSelection(draw);
  rows.addEventListener("click", (event) => {
    if (event.target instanceof HTMLInputElement) {
      chooseRow(event);
    }
  });
  pageBox.addEventListener("change", () => choose(shown, pageBox.checked));
  allButton.addEventListener("click", () => (allChosen() ? chooseNone() : chooseAll()));
  byId("bar-clear").addEventListener("click", () => {
    chooseNone();
    pageBox.focus();
  });
  buttonById("delete-selected").addEventListener("click", () => void deleteChosen(list));
  followSight(bar, byId("panel-contacts"));
}
