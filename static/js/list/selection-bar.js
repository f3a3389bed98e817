// @ts-check
// Selects contacts in the list: single rows, the page, or all that match. The bar shows the selection and deletes it.

import { filterTexts, showFilter } from "../filters/current-filter.js";
import { pluralText, text } from "../shared/boot.js";
import { announce, buttonById, byId, copyTemplate, part, within } from "../shared/dom.js";
import { contactName, formatNumber } from "../shared/format.js";
import { keepBarVisible } from "../shared/frame.js";
import { removeNotice, showNotice } from "../shared/notice.js";
import { closePopup, isOpen, openPopup } from "../shared/popup.js";
import { problemNotice } from "../shared/problem.js";
import { loadAndDelete, showAboveList } from "./delete-row.js";
import {
  allSelection, coversList, deletionCount, exceptions, forgetTotal, isAllOf, isAllSelected, isSelected, onSelection,
  select, selectAll, selectedContacts, selectedCount, selectNone, target, updateTotal,
} from "./selection.js";

/** @typedef {import("../shared/types.js").Contact} Contact */
/** @typedef {import("../shared/types.js").ContactFilter} ContactFilter */

/** At most this many selected contacts are listed by name. */
const MOST_LISTED = 200;

const rows = byId("rows");
const bar = byId("bar");
const pageBox = /** @type {HTMLInputElement} */ (byId("select-page"));
const allButton = buttonById("select-all");
const showButton = buttonById("bar-show");
const deleteButton = buttonById("delete-selected");
const panel = byId("chosen-panel");

/** @type {{ id: number, name: string }[]} */
let contactsShown = [];
/** @type {Map<number, HTMLInputElement>} */
let boxes = new Map();
/** @type {ContactFilter} the filter of the shown list */
let listFilter = {};
/** @type {number | null} */
let total = null;
/** The row that was selected last. Shift selects all rows between it and the next one. */
let anchor = -1;

/** Whether a deletion of the selection is being prepared or confirmed. */
let isAsking = false;
/** The notice that "all" has replaced single contacts. @type {HTMLElement | null} */
let replacedNotice = null;

/**
 * Changes the selection. During a confirmation the selection stays, and the checkboxes are reset.
 * @param {() => void} change
 */
const changeSelection = (change) => (isAsking ? draw() : change());

/** Moves the focus to the list if the focused element was hidden. */
function focusList() {
  (pageBox.checkVisibility() ? pageBox : byId("search")).focus({ preventScroll: true });
}

/** The rows that still exist. Single contacts may have been deleted. */
const rowsLeft = () => contactsShown.filter(({ id }) => boxes.get(id)?.isConnected);

function draw() {
  const isCovered = coversList(listFilter);
  const all = rowsLeft();
  let onPage = 0;
  for (const { id } of all) {
    const box = /** @type {HTMLInputElement} */ (boxes.get(id));
    const isOn = isCovered && isSelected(id);
    onPage += Number(isOn);
    box.checked = isOn;
    box.indeterminate = !isCovered;
    box.disabled = !isCovered;
    box.title = isCovered ? "" : text("js-list-unknown");
    const row = box.closest("tr");
    row?.toggleAttribute("data-chosen", isOn);
  }
  pageBox.checked = onPage > 0 && onPage === all.length;
  pageBox.indeterminate = !isCovered || (onPage > 0 && !pageBox.checked);
  pageBox.disabled = !isCovered;
  pageBox.title = isCovered ? "" : text("js-list-unknown");
  allButton.setAttribute("aria-pressed", String(isAllOf(listFilter)));
  showBar(isAllSelected() ? 0 : selectedCount() - onPage);
}

/** The bar's text: exactly what would be deleted. */
function barText() {
  const all = allSelection();
  const exceptionCount = exceptions().length;
  if (!all) {
    return pluralText("js-selected", selectedCount());
  }
  if (all.total === null) {
    return exceptionCount === 0 ? text("js-selected-all-open") : pluralText("js-selected-all-but", exceptionCount);
  }
  return exceptionCount === 0
    ? pluralText("js-selected-all", all.total)
    : pluralText("js-selected-part", deletionCount() ?? 0, { number: formatNumber(all.total) });
}

/**
 * The text about selected contacts that the list does not show.
 * @param {number} notListed
 */
function notListedText(notListed) {
  const all = allSelection();
  if (!all) {
    return notListed > 0 ? pluralText("js-list-away", notListed) : "";
  }
  if (isAllOf(listFilter)) {
    return "";
  }
  const conditions = filterTexts(all.filter);
  return conditions.length > 0 ? text("js-list-bound", { name: conditions.join(" · ") }) : text("js-list-bound-everybody");
}

/** @param {number} notListed number of single contacts that the list does not show */
function showBar(notListed) {
  const label = barText();
  const notListedNote = notListedText(notListed);
  const open = isAllSelected() || selectedCount() > 0;
  const losesFocus = notListedNote === "" && [showButton, panel].some((element) => element.contains(document.activeElement));
  if (open && byId("bar-count").textContent !== label) {
    announce(label);
  }
  byId("bar-count").textContent = label;
  byId("bar-beside").textContent = notListedNote;
  byId("bar-away").hidden = notListedNote === "";
  bar.hidden = !open;
  deleteButton.disabled = deletionCount() === 0;
  byId("panel-contacts").toggleAttribute("data-bar", open);
  if (isOpen(panel) && notListedNote === "") {
    closePopup();
  }
  if (losesFocus) {
    focusList();
  }
}

/** Lists the selected single contacts that the list does not show. Each can be deselected. */
function drawNotListed() {
  const notListed = selectedContacts().filter(({ id }) => !boxes.get(id)?.isConnected);
  const listed = notListed.slice(0, MOST_LISTED).map((contact) => {
    const entry = copyTemplate("away-template");
    part(entry, "name").textContent = contact.name;
    part(entry, "id").textContent = `#${contact.id}`;
    const box = /** @type {HTMLInputElement} */ (within(entry, "input"));
    box.addEventListener("change", () => {
      changeSelection(() => select([contact], box.checked));
      box.checked = isSelected(contact.id);
    });
    return entry;
  });
  byId("chosen-list").replaceChildren(...listed);
  const more = notListed.length - listed.length;
  byId("chosen-more").textContent = more > 0 ? pluralText("js-list-more", more) : "";
}

function showNotListed() {
  const all = allSelection();
  if (all) {
    showFilter(all.filter);
    pageBox.focus({ preventScroll: true });
  } else if (isOpen(panel)) {
    closePopup(true);
  } else {
    drawNotListed();
    openPopup(panel, showButton, { focus: panel.querySelector("input"), uncovered: byId("bar") });
  }
}

/**
 * Takes over the page that the list shows now.
 * @param {Contact[]} contacts
 * @param {ContactFilter} filter the filter that it was loaded with
 */
export function showPage(contacts, filter) {
  listFilter = filter;
  contactsShown = contacts.map((contact) => ({ id: contact.id, name: contactName(contact) }));
  const found = /** @type {HTMLElement[]} */ (Array.from(rows.querySelectorAll("[data-contact-id]")));
  boxes = new Map(
    found.map((row) => [Number(row.dataset["contactId"]), /** @type {HTMLInputElement} */ (within(row, '[type="checkbox"]'))]),
  );
  anchor = -1;
  byId("choosing").hidden = contacts.length === 0;
  draw();
}

/**
 * @param {number | null} count total of matching contacts; null if unknown
 * @param {boolean} hasOtherPages whether other pages exist
 */
export function showTotal(count, hasOtherPages) {
  total = count;
  updateTotal(listFilter, count);
  allButton.hidden = count === 0;
  const label = count === null ? text("js-select-all-open") : text("js-select-all", { count: formatNumber(count) });
  byId("select-all-words").textContent = hasOtherPages || count !== null ? label : "";
  draw();
}

/** @param {MouseEvent} event */
function selectRow(event) {
  const box = /** @type {HTMLInputElement} */ (event.target);
  const all = rowsLeft();
  const index = all.findIndex(({ id }) => boxes.get(id) === box);
  const anchorIndex = all.findIndex(({ id }) => id === anchor);
  const selected = all[index];
  if (!selected) {
    return;
  }
  if (box.disabled || isAsking) {
    draw();
    return;
  }
  const isRange = event.shiftKey && anchorIndex >= 0;
  anchor = selected.id;
  select(isRange ? all.slice(Math.min(anchorIndex, index), Math.max(anchorIndex, index) + 1) : [selected], box.checked);
}

/**
 * Selects all contacts that match. If this drops single contacts of other searches, a notice says so and offers to
 * restore them.
 */
function selectEverything() {
  const before = selectedContacts();
  const dropsContacts = before.some(({ id }) => !boxes.get(id)?.isConnected);
  selectAll(listFilter, total);
  if (dropsContacts) {
    offerRestore(before);
  }
}

/** @param {{ id: number, name: string }[]} before */
function offerRestore(before) {
  /** @returns {Promise<import("../shared/types.js").NoticeContent>} */
  const restore = async () => {
    changeSelection(() => {
      selectNone();
      select(before, true);
      allButton.focus({ preventScroll: true });
    });
    return { kind: "success", title: pluralText("js-selected", before.length) };
  };
  /** @param {HTMLElement} notice */
  const place = (notice) => {
    byId("list-notice").replaceChildren(notice);
    replacedNotice = notice;
    return notice;
  };
  const title = pluralText("js-list-replaced", before.length);
  const action = { label: text("js-list-replaced-undo"), run: restore };
  showNotice({ kind: "info", title, text: text("js-list-replaced-text"), action }, place, () => allButton.focus());
}

/** Draws the new selection and removes a notice about an earlier one. */
function onChange() {
  if (replacedNotice && !isAllSelected()) {
    if (replacedNotice.isConnected) {
      removeNotice();
    }
    replacedNotice = null;
  }
  draw();
}

/** @param {() => void} reload loads the list again */
async function deleteSelected(reload) {
  if (!target() || isAsking) {
    return;
  }
  isAsking = true;
  try {
    await askAndDelete(reload);
  } finally {
    isAsking = false;
  }
}

/** @param {() => void} reload */
async function askAndDelete(reload) {
  const afterDeletion = () => {
    isAsking = false;
    selectNone();
    reload();
  };
  const [only, another] = selectedContacts();
  if (only && !another && !isAllSelected()) {
    const afterUndo = () => {
      forgetTotal(listFilter);
      reload();
    };
    const { removed, notice } = await loadAndDelete(only, deleteButton, afterUndo);
    if (removed) {
      afterDeletion();
    }
    if (notice) {
      showAboveList(notice);
    }
    return;
  }
  deleteButton.setAttribute("aria-busy", "true");
  const dialog = await import("../deletion/delete-many.js").catch((error) => {
    showAboveList(problemNotice(error));
    return null;
  });
  deleteButton.removeAttribute("aria-busy");
  // A contact may have been removed meanwhile.
  const selected = target();
  if (selected) {
    await dialog?.deleteMany(selected, deleteButton, showAboveList, afterDeletion);
  }
}

/** @param {() => void} reload loads the list again */
export function listenToSelection(reload) {
  onSelection(onChange);
  rows.addEventListener("click", (event) => {
    if (event.target instanceof HTMLInputElement) {
      selectRow(event);
    }
  });
  pageBox.addEventListener("change", () => changeSelection(() => select(rowsLeft(), pageBox.checked)));
  allButton.addEventListener("click", () => changeSelection(() => (isAllOf(listFilter) ? selectNone() : selectEverything())));
  showButton.addEventListener("click", showNotListed);
  byId("bar-clear").addEventListener("click", () => changeSelection(() => {
    selectNone();
    focusList();
  }));
  deleteButton.addEventListener("click", () => void deleteSelected(reload));
  keepBarVisible(bar, byId("panel-contacts"));
}
