// @ts-check
// The tab with the list of contacts: search, filter, order, pages and the list's states.

import { clearFilter, filterAddress, hasConditions, listenToFilters, resolvedFilter, restoreFilter, searchFor } from "../filters/current-filter.js";
import { listenToSavedFilters, markShownFilter } from "../filters/saved-filters-menu.js";
import { writeAddress } from "../shared/address.js";
import { Problem } from "../shared/api/client.js";
import { listContacts } from "../shared/api/contacts.js";
import { text } from "../shared/boot.js";
import { announce, buttonById, byId, copyTemplate, part, within } from "../shared/dom.js";
import { formatNumber } from "../shared/format.js";
import { bringIntoView } from "../shared/frame.js";
import { fillRequestId, removeNotice } from "../shared/notice.js";
import { closePopup, isOpen } from "../shared/popup.js";
import { problemNotice } from "../shared/problem.js";
import { deleteRow, showAboveList } from "./delete-row.js";
import { LIMITS, changeDisplay, currentDisplay, extraFields, loadDisplay } from "./display.js";
import { listenToKeys } from "./keyboard.js";
import { pages, pagesAddress } from "./pages.js";
import { contactRow } from "./row.js";
import { listenToSelection, showPage, showTotal } from "./selection-bar.js";
import { forgetTotal, removeListedContact } from "./selection.js";
import { drawDisplay, drawSort, fitPhoneColumn, listenToTable, orderName } from "./table.js";

/** @typedef {import("../shared/types.js").Contact} Contact */
/** @typedef {import("../shared/types.js").ContactPage} ContactPage */

const TYPING_PAUSE = 300;

const search = /** @type {HTMLInputElement} */ (byId("search"));
const table = byId("contacts");
const rows = byId("rows");
const previousButtons = [buttonById("previous"), buttonById("previous-top")];
const nextButtons = [buttonById("next"), buttonById("next-top")];

/** The order: `created` or `-created` and so on. Empty: by id. */
let orderBy = "";
/** @type {number | null} */
let next = null;
/** @type {number | null} */
let total = null;
/** @type {Contact[]} */
let items = [];
/** @type {import("../shared/types.js").ContactFilter} the filter that they were loaded with */
let loadedFilter = {};
let loading = new AbortController();
/** The module of the details card, loaded when it may be needed. @type {Promise<typeof import("./preview.js")> | null} */
let preview = null;
/** Whether the list must be loaded when it is shown. */
let isStale = true;

const shownRows = () => /** @type {HTMLElement[]} */ (Array.from(rows.querySelectorAll("[data-contact-id]")));

/** @param {boolean} isBusy */
function setBusy(isBusy) {
  table.setAttribute("aria-busy", String(isBusy));
  byId("search-busy").hidden = !isBusy;
  for (const button of previousButtons) {
    button.disabled = isBusy || pages.isFirst();
  }
  for (const button of nextButtons) {
    button.disabled = isBusy || next === null;
  }
}

/** The list's state for the address: filter, order, page size and pages. */
function listAddress() {
  const parameters = new URLSearchParams(filterAddress().slice(1));
  const { limit } = currentDisplay();
  for (const [name, value] of Object.entries({ sort: orderBy, limit: limit === LIMITS[1] ? "" : String(limit), at: pagesAddress() })) {
    if (value) {
      parameters.set(name, value);
    }
  }
  return parameters.size > 0 ? `?${parameters}` : "";
}

/** Loads the current page. A later call aborts an earlier one. */
async function load() {
  isStale = false;
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  const filter = resolvedFilter();
  if (isOpen(byId("preview"))) {
    closePopup();
  }
  writeAddress("contacts", listAddress());
  setBusy(true);
  try {
    const page = { after: pages.current().after, limit: currentDisplay().limit, orderBy, fields: extraFields() };
    const answer = await listContacts(filter, page, signal);
    if (!signal.aborted) {
      showAnswer(answer, filter);
    }
  } catch (error) {
    if (!signal.aborted) {
      showFailure(error);
    }
  }
  if (!signal.aborted) {
    setBusy(false);
  }
}

/**
 * @param {ContactPage} answer
 * @param {import("../shared/types.js").ContactFilter} filter
 */
function showAnswer(answer, filter) {
  ({ next, total, items } = answer);
  loadedFilter = filter;
  if (items.length === 0 && next !== null) {
    // Matching contacts come later: the service checks some conditions contact by contact.
    pages.skipTo(next);
    void load();
    return;
  }
  if (items.length === 0 && !pages.isFirst()) {
    // The page's contacts were deleted meanwhile.
    pages.back();
    void load();
    return;
  }
  fitPhoneColumn(items);
  rows.replaceChildren(...items.map((contact) => contactRow(contact, deleteListed)));
  table.hidden = items.length === 0;
  byId("list-state").hidden = true;
  byId("list-state").replaceChildren();
  drawSort(orderBy, answer.sorted !== false);
  showOrderNote(answer);
  showPage(items, filter);
  showCounts();
  if (items.length === 0) {
    showEmpty();
  }
}

/**
 * Shows a note about the order.
 * @param {ContactPage} answer
 */
function showOrderNote({ sorted, cut }) {
  const end = formatNumber(pages.current().start + items.length);
  byId("list-note").textContent =
    sorted === false ? text("js-list-unsorted") : cut ? text("js-list-cut", { count: end }) : "";
}

function showCounts() {
  const count = shownRows().length;
  const { start } = pages.current();
  const [from, to] = [formatNumber(start + 1), formatNumber(start + count)];
  const range = total === null ? text("js-range-open", { from, to }) : text("js-range", { from, to, count: formatNumber(total) });
  byId("range").textContent = `${range} · ${orderName()}`;
  byId("range-top").textContent = range;
  byId("paging").hidden = count === 0;
  const isOnlyPage = pages.isFirst() && next === null;
  for (const button of [...previousButtons, ...nextButtons]) {
    button.hidden = isOnlyPage;
  }
  showTotal(count === 0 ? 0 : total, next !== null || !pages.isFirst());
}

/**
 * @param {string} title
 * @param {string} message
 * @param {{ label: string, run: () => void } | null} action
 * @returns {HTMLElement}
 */
function showState(title, message, action) {
  const state = copyTemplate("state-template");
  part(state, "title").textContent = title;
  part(state, "text").textContent = message;
  if (action) {
    const button = part(state, "action");
    button.textContent = action.label;
    button.hidden = false;
    button.addEventListener("click", action.run);
  }
  rows.replaceChildren();
  table.hidden = true;
  byId("paging").hidden = true;
  byId("list-state").replaceChildren(state);
  byId("list-state").hidden = false;
  showPage([], resolvedFilter());
  announce(title);
  return state;
}

/** Removes the search and the conditions. */
const clearAction = {
  get label() {
    return text(hasConditions() ? "js-nothing-clear-all" : "js-nothing-clear");
  },
  run() {
    search.value = "";
    clearFilter();
    search.focus();
  },
};

function showEmpty() {
  const name = resolvedFilter().search;
  if (!name && !hasConditions()) {
    showState(text("js-empty-title"), text("js-empty-text"), null);
  } else {
    const message = name && !hasConditions() ? text("js-nothing-text", { name }) : text("js-nothing-filter");
    showState(text("js-nothing-title"), message, clearAction);
  }
}

/** @param {unknown} error */
function showFailure(error) {
  const problem = problemNotice(error);
  const retry = () => {
    search.focus();
    void load();
  };
  const isRefused = error instanceof Problem && error.code === "invalid_request";
  const state = showState(problem.title, problem.text ?? "", isRefused ? clearAction : { label: text("js-retry"), run: retry });
  state.dataset["testid"] = "notice";
  state.dataset["kind"] = "error";
  within(state, "use").setAttribute("href", "#icon-alert");
  if (error instanceof Problem && error.requestId) {
    fillRequestId(part(state, "request"), error.requestId);
  }
}

/**
 * @param {Contact} contact
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} row
 */
function deleteListed(contact, button, row) {
  const itemsBefore = items;
  const updateCounts = async () => (shownRows().length === 0 ? load() : showCounts());
  const afterRemoval = async () => {
    total = total === null ? null : Math.max(0, total - 1);
    // With an order, `next` is the number of contacts before the next page.
    next = orderBy && next !== null ? Math.max(1, next - 1) : next;
    removeListedContact(contact.id, loadedFilter);
    await updateCounts();
  };
  const afterUndo = async () => {
    forgetTotal(loadedFilter);
    if (items !== itemsBefore) {
      reload();
      return;
    }
    total = total === null ? null : total + 1;
    await updateCounts();
  };
  void deleteRow(contact, button, row, afterRemoval, afterUndo);
}

/** Loads the first page with another filter or order. The selection stays. */
function restart() {
  pages.restart();
  next = null;
  removeNotice();
  markShownFilter();
  void load();
}

/** @param {() => void} move */
async function turnPage(move) {
  removeNotice();
  move();
  await load();
  bringIntoView(byId("list-top"));
  byId("range-top").focus({ preventScroll: true });
}

/** Loads the list again, now or when it is shown next. */
function reload() {
  void preview?.then(({ clearDetails }) => clearDetails());
  if (byId("panel-contacts").hidden) {
    isStale = true;
  } else {
    void load();
  }
}

let isListening = false;

/** @param {string} rest */
function restore(rest) {
  restoreFilter(rest);
  const given = new URLSearchParams(rest.replace(/^\?/, ""));
  const wanted = given.get("sort") ?? "";
  const { options } = /** @type {HTMLSelectElement} */ (byId("display-sort"));
  orderBy = Array.from(options).some(({ value }) => value === wanted) ? wanted : "";
  const limit = Number(given.get("limit"));
  if (LIMITS.includes(limit)) {
    changeDisplay({ limit });
  }
  pages.restore(given.get("at") ?? "");
  search.value = resolvedFilter().search ?? "";
}

/** Loads the details card when the list is first used. */
function loadPreview() {
  preview ??= import("./preview.js").then((card) => {
    card.listenToPreview((id) => items.find((contact) => contact.id === id));
    return card;
  });
  return preview;
}

function listenToRows() {
  rows.addEventListener("pointerover", () => void loadPreview(), { once: true });
  rows.addEventListener("focusin", () => void loadPreview(), { once: true });
  rows.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-part="peek"]'));
    if (button) {
      void loadPreview().then(({ togglePreview }) => togglePreview(button));
    }
  });
}

/** Loads the dialog for lists of ids when it is first opened. */
function loadIdListOnClick() {
  const opener = buttonById("ids-open");
  const open = async () => {
    try {
      const { listenToIdList } = await import("../deletion/id-list-dialog.js");
      listenToIdList(showAboveList, reload);
      opener.click();
    } catch (error) {
      showAboveList(problemNotice(error));
      opener.addEventListener("click", open, { once: true });
    }
  };
  opener.addEventListener("click", open, { once: true });
}

function listenToSearch() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;
  const searchNow = () => {
    clearTimeout(typing);
    searchFor(search.value.trim());
  };
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(searchNow, TYPING_PAUSE);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      searchNow();
    }
  });
}

function listen() {
  listenToFilters(restart);
  listenToSavedFilters();
  listenToSelection(reload);
  loadIdListOnClick();
  listenToSearch();
  listenToTable({
    orderBy: () => orderBy,
    setOrder: (wanted) => {
      orderBy = wanted;
      restart();
    },
    reload: (column) => (column ? void load() : restart()),
  });
  listenToRows();
  listenToKeys((row) => void loadPreview().then(({ showPreview }) => row.isConnected && showPreview(row, { takesFocus: true })));
  for (const button of previousButtons) {
    button.addEventListener("click", () => void turnPage(() => pages.back()));
  }
  for (const button of nextButtons) {
    button.addEventListener("click", () => void turnPage(() => pages.forward(next, shownRows().length)));
  }
}

/**
 * Shows the tab.
 * @param {string} rest the list's state from the address
 */
export async function show(rest) {
  if (!isListening) {
    isListening = true;
    await loadDisplay(() => {
      drawDisplay();
      void load();
    });
    restore(rest);
    listen();
    drawDisplay();
  }
  writeAddress("contacts", listAddress());
  if (isStale) {
    await load();
  }
}
