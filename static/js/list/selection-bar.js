// @ts-check
// Choosing in the list: each row, the page, all that match; and the bar that says what is chosen and acts on it.

import { erase } from "../deletion/delete-one.js";
import { conditionsInWords, useQuery } from "../filters/filters.js";
import { counted, text } from "../shared/boot.js";
import { announce, buttonById, byId, copyOf, part, within } from "../shared/dom.js";
import { nameOf, number } from "../shared/format.js";
import { followSight } from "../shared/frame.js";
import { removeNotice, showNotice } from "../shared/notice.js";
import { closePopup, isOpen, openPopup } from "../shared/popup.js";
import { problemNotice } from "../shared/problem.js";
import { showAbove } from "./delete-row.js";
import {
  allChosen,
  boundTo,
  choose,
  chooseAll,
  chooseNone,
  chosen,
  chosenCount,
  countNoMore,
  countOfChosen,
  covers,
  exceptions,
  isBoundTo,
  isChosen,
  onSelection,
  recount,
  target,
} from "./selection.js";

/** @typedef {import("../shared/types.js").Contact} Contact */
/** @typedef {import("../shared/types.js").ContactQuery} ContactQuery */

/**
 * @typedef {object} List
 * @property {() => ContactQuery} query
 * @property {() => void} reload loads it anew
 */

/** Most of the chosen that are listed by name. */
const MOST_LISTED = 200;

const rows = byId("rows");
const bar = byId("bar");
const pageBox = /** @type {HTMLInputElement} */ (byId("select-page"));
const allButton = buttonById("select-all");
const showButton = buttonById("bar-show");
const deleteButton = buttonById("delete-selected");
const panel = byId("chosen-panel");

/** @type {{ id: number, name: string }[]} */
let shown = [];
/** @type {Map<number, HTMLInputElement>} */
let boxes = new Map();
/** @type {ContactQuery} the conditions of the list as it is shown */
let view = {};
/** @type {number | null} */
let total = null;
/** The row that was chosen last: with Shift, all between it and the next one are chosen too. */
let anchor = -1;

/** Whether the question about what is chosen is being prepared, or asked. */
let isAsking = false;
/** The notice that all that match have taken the place of some. @type {HTMLElement | null} */
let replaced = null;

/**
 * Changes what is chosen, but not while somebody is about to be asked about it: then the boxes go back.
 * @param {() => void} act
 */
const change = (act) => (isAsking ? draw() : act());

/** Where the focus goes when what had it is no longer shown. */
function focusList() {
  (pageBox.checkVisibility() ? pageBox : byId("search")).focus({ preventScroll: true });
}

/** Rows that are still there: some may have been deleted one by one. */
const standing = () => shown.filter(({ id }) => boxes.get(id)?.isConnected);

function draw() {
  const isKnown = covers(view);
  const all = standing();
  let onPage = 0;
  for (const { id } of all) {
    const box = /** @type {HTMLInputElement} */ (boxes.get(id));
    const isOn = isKnown && isChosen(id);
    onPage += Number(isOn);
    box.checked = isOn;
    box.indeterminate = !isKnown;
    box.disabled = !isKnown;
    box.title = isKnown ? "" : text("js-list-unknown");
    const row = box.closest("tr");
    row?.toggleAttribute("data-chosen", isOn);
  }
  pageBox.checked = onPage > 0 && onPage === all.length;
  pageBox.indeterminate = !isKnown || (onPage > 0 && !pageBox.checked);
  pageBox.disabled = !isKnown;
  pageBox.title = isKnown ? "" : text("js-list-unknown");
  allButton.setAttribute("aria-pressed", String(isBoundTo(view)));
  showBar(allChosen() ? 0 : chosenCount() - onPage);
}

/** What the bar says: exactly what would be deleted. */
function wordsOfBar() {
  const bound = boundTo();
  const left = exceptions().length;
  if (!bound) {
    return counted("js-selected", chosenCount());
  }
  if (bound.total === null) {
    return left === 0 ? text("js-selected-all-open") : counted("js-selected-all-but", left);
  }
  return left === 0
    ? counted("js-selected-all", bound.total)
    : counted("js-selected-part", countOfChosen() ?? 0, { number: number(bound.total) });
}

/**
 * What the list does not show of the choice.
 * @param {number} away
 */
function wordsBeside(away) {
  const bound = boundTo();
  if (!bound) {
    return away > 0 ? counted("js-list-away", away) : "";
  }
  if (isBoundTo(view)) {
    return "";
  }
  const words = conditionsInWords(bound.query);
  return words.length > 0 ? text("js-list-bound", { name: words.join(" · ") }) : text("js-list-bound-everybody");
}

/** @param {number} away how many of those chosen by hand are not in the list */
function showBar(away) {
  const words = wordsOfBar();
  const beside = wordsBeside(away);
  const open = allChosen() || chosenCount() > 0;
  const losesFocus = beside === "" && [showButton, panel].some((one) => one.contains(document.activeElement));
  if (open && byId("bar-count").textContent !== words) {
    announce(words);
  }
  byId("bar-count").textContent = words;
  byId("bar-beside").textContent = beside;
  byId("bar-away").hidden = beside === "";
  bar.hidden = !open;
  deleteButton.disabled = countOfChosen() === 0;
  byId("panel-contacts").toggleAttribute("data-bar", open);
  if (isOpen(panel) && beside === "") {
    closePopup();
  }
  if (losesFocus) {
    focusList();
  }
}

/** Those chosen by hand that the list does not show, each of which can be let go. */
function listAway() {
  const away = chosen().filter(({ id }) => !boxes.get(id)?.isConnected);
  const listed = away.slice(0, MOST_LISTED).map((contact) => {
    const entry = copyOf("away-template");
    part(entry, "name").textContent = contact.name;
    part(entry, "id").textContent = `#${contact.id}`;
    const box = /** @type {HTMLInputElement} */ (within(entry, "input"));
    box.addEventListener("change", () => {
      change(() => choose([contact], box.checked));
      box.checked = isChosen(contact.id);
    });
    return entry;
  });
  byId("chosen-list").replaceChildren(...listed);
  const more = away.length - listed.length;
  byId("chosen-more").textContent = more > 0 ? counted("js-list-more", more) : "";
}

function showAway() {
  const bound = boundTo();
  if (bound) {
    useQuery(bound.query);
    pageBox.focus({ preventScroll: true });
  } else if (isOpen(panel)) {
    closePopup(true);
  } else {
    listAway();
    openPopup(panel, showButton, { focus: panel.querySelector("input"), clear: byId("bar") });
  }
}

/**
 * The page that the list shows now.
 * @param {Contact[]} contacts
 * @param {ContactQuery} query the conditions that it was loaded with
 */
export function showPage(contacts, query) {
  view = query;
  shown = contacts.map((contact) => ({ id: contact.id, name: nameOf(contact) }));
  const found = /** @type {HTMLElement[]} */ (Array.from(rows.querySelectorAll("[data-contact-id]")));
  boxes = new Map(
    found.map((row) => [Number(row.dataset["contactId"]), /** @type {HTMLInputElement} */ (within(row, '[type="checkbox"]'))]),
  );
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
  recount(view, count);
  allButton.hidden = count === 0;
  const words = count === null ? text("js-select-all-open") : text("js-select-all", { count: number(count) });
  byId("select-all-words").textContent = beyond || count !== null ? words : "";
  draw();
}

/** @param {MouseEvent} event */
function chooseRow(event) {
  const box = /** @type {HTMLInputElement} */ (event.target);
  const all = standing();
  const at = all.findIndex(({ id }) => boxes.get(id) === box);
  const from = all.findIndex(({ id }) => id === anchor);
  const one = all[at];
  if (!one) {
    return;
  }
  if (box.disabled || isAsking) {
    draw();
    return;
  }
  const isRange = event.shiftKey && from >= 0;
  anchor = one.id;
  choose(isRange ? all.slice(Math.min(from, at), Math.max(from, at) + 1) : [one], box.checked);
}

/** Chooses all that match. Whoever was chosen in other searches is let go, which is said and can be taken back. */
function chooseEverybody() {
  const before = chosen();
  const isLosing = before.some(({ id }) => !boxes.get(id)?.isConnected);
  chooseAll(view, total);
  if (isLosing) {
    sayReplaced(before);
  }
}

/** @param {{ id: number, name: string }[]} before */
function sayReplaced(before) {
  /** @returns {Promise<import("../shared/types.js").NoticeContent>} */
  const takeBack = async () => {
    change(() => {
      chooseNone();
      choose(before, true);
      allButton.focus({ preventScroll: true });
    });
    return { kind: "success", title: counted("js-selected", before.length) };
  };
  /** @param {HTMLElement} notice */
  const put = (notice) => {
    byId("list-notice").replaceChildren(notice);
    replaced = notice;
    return notice;
  };
  const title = counted("js-list-replaced", before.length);
  const action = { label: text("js-list-replaced-undo"), run: takeBack };
  showNotice({ kind: "info", title, text: text("js-list-replaced-text"), action }, put, () => allButton.focus());
}

/** The choice has changed. What was said about an earlier one goes with it. */
function redraw() {
  if (replaced && !allChosen()) {
    if (replaced.isConnected) {
      removeNotice();
    }
    replaced = null;
  }
  draw();
}

/** @param {List} list */
async function deleteChosen(list) {
  if (!target() || isAsking) {
    return;
  }
  isAsking = true;
  try {
    await askAboutChosen(list);
  } finally {
    isAsking = false;
  }
}

/** @param {List} list */
async function askAboutChosen(list) {
  const done = () => {
    isAsking = false;
    chooseNone();
    list.reload();
  };
  const [only, another] = chosen();
  if (only && !another && !allChosen()) {
    const back = () => {
      countNoMore(view);
      list.reload();
    };
    const { removed, notice } = await erase(only, deleteButton, back);
    if (removed) {
      done();
    }
    if (notice) {
      showAbove(notice);
    }
    return;
  }
  deleteButton.setAttribute("aria-busy", "true");
  const bulk = await import("../deletion/delete-many.js").catch((error) => {
    showAbove(problemNotice(error));
    return null;
  });
  deleteButton.removeAttribute("aria-busy");
  // A contact may have gone meanwhile.
  const what = target();
  if (what) {
    await bulk?.eraseMany(what, deleteButton, showAbove, done);
  }
}

/** @param {List} list */
export function listenToChooser(list) {
  onSelection(redraw);
  rows.addEventListener("click", (event) => {
    if (event.target instanceof HTMLInputElement) {
      chooseRow(event);
    }
  });
  pageBox.addEventListener("change", () => change(() => choose(standing(), pageBox.checked)));
  allButton.addEventListener("click", () => change(() => (isBoundTo(view) ? chooseNone() : chooseEverybody())));
  showButton.addEventListener("click", showAway);
  byId("bar-clear").addEventListener("click", () => change(() => {
    chooseNone();
    focusList();
  }));
  deleteButton.addEventListener("click", () => void deleteChosen(list));
  followSight(bar, byId("panel-contacts"));
}
