// @ts-check
// The list of contacts: search, conditions, order, pages and its states.

import { clearQuery, currentQuery, isNarrowed, keptQuery, listenToFilters, restoreQuery, searchFor } from "../filters/filters.js";
import { listenToViews, markView } from "../filters/saved-filters-menu.js";
import { keepPlace } from "../shared/address.js";
import { Problem } from "../shared/api/client.js";
import { listContacts } from "../shared/api/contacts.js";
import { text } from "../shared/boot.js";
import { announce, buttonById, byId, copyOf, part, within } from "../shared/dom.js";
import { number } from "../shared/format.js";
import { bringIntoView } from "../shared/frame.js";
import { fillRequest, removeNotice } from "../shared/notice.js";
import { closePopup, isOpen } from "../shared/popup.js";
import { problemNotice } from "../shared/problem.js";
import { remove, showAbove } from "./delete-row.js";
import { changeDisplay, currentDisplay, LIMITS, loadDisplay, wantedFields } from "./display.js";
import { listenToKeys } from "./keyboard.js";
import { keptPages, pages } from "./pages.js";
import { contactRow } from "./row.js";
import { listenToChooser, offerAll, showPage } from "./selection-bar.js";
import { countNoMore, forget } from "./selection.js";
import { drawSort, drawDisplay, fitPhones, listenToTable, orderName } from "./table.js";

/** @typedef {import("../shared/types.js").Contact} Contact */
/** @typedef {import("../shared/types.js").ContactPage} ContactPage */

const TYPING_PAUSE = 300;

const search = /** @type {HTMLInputElement} */ (byId("search"));
const table = byId("contacts");
const rows = byId("rows");
const backs = [buttonById("previous"), buttonById("previous-top")];
const ons = [buttonById("next"), buttonById("next-top")];

/** The order: `created` or `-created`; empty is by id. */
let sort = "";
/** @type {number | null} */
let next = null;
/** @type {number | null} */
let total = null;
/** @type {Contact[]} */
let items = [];
/** @type {import("../shared/types.js").ContactQuery} the conditions that they were loaded with */
let asked = {};
let loading = new AbortController();
/** The card of details, once somebody may want it. @type {Promise<typeof import("./preview.js")> | null} */
let preview = null;
/** Whether the list is to be loaded when it is shown. */
let stale = true;

const shownRows = () => /** @type {HTMLElement[]} */ (Array.from(rows.querySelectorAll("[data-contact-id]")));

/** @param {boolean} busy */
function setBusy(busy) {
  table.setAttribute("aria-busy", String(busy));
  byId("search-busy").hidden = !busy;
  for (const button of backs) {
    button.disabled = busy || pages.isFirst();
  }
  for (const button of ons) {
    button.disabled = busy || next === null;
  }
}

/** Where the person is: conditions, order, size and page. */
function keptList() {
  const kept = new URLSearchParams(keptQuery().slice(1));
  const { limit } = currentDisplay();
  for (const [name, value] of Object.entries({ sort, limit: limit === LIMITS[1] ? "" : String(limit), at: keptPages() })) {
    if (value) {
      kept.set(name, value);
    }
  }
  return kept.size > 0 ? `?${kept}` : "";
}

/** Loads the current page. A later call cancels an earlier one. */
async function load() {
  stale = false;
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  const query = currentQuery();
  if (isOpen(byId("preview"))) {
    closePopup();
  }
  keepPlace("contacts", keptList());
  setBusy(true);
  try {
    const listing = { after: pages.current().after, limit: currentDisplay().limit, sort, fields: wantedFields() };
    const answer = await listContacts(query, listing, signal);
    if (!signal.aborted) {
      fill(answer, query);
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
 * @param {import("../shared/types.js").ContactQuery} query
 */
function fill(answer, query) {
  ({ next, total, items } = answer);
  asked = query;
  if (items.length === 0 && next !== null) {
    // What matches comes later: some conditions can only be checked contact by contact.
    pages.moveOn(next);
    void load();
    return;
  }
  if (items.length === 0 && !pages.isFirst()) {
    // The page's contacts went away in the meantime.
    pages.back();
    void load();
    return;
  }
  fitPhones(items);
  rows.replaceChildren(...items.map((contact) => contactRow(contact, removeRow)));
  table.hidden = items.length === 0;
  byId("list-state").hidden = true;
  byId("list-state").replaceChildren();
  drawSort(sort, answer.sorted !== false);
  showNote(answer);
  showPage(items, query);
  showCounts();
  if (items.length === 0) {
    showEmpty();
  }
}

/**
 * What is to be known about the order.
 * @param {ContactPage} answer
 */
function showNote({ sorted, cut }) {
  const end = number(pages.current().start + items.length);
  byId("list-note").textContent =
    sorted === false ? text("js-list-unsorted") : cut ? text("js-list-cut", { count: end }) : "";
}

function showCounts() {
  const count = shownRows().length;
  const { start } = pages.current();
  const [from, to] = [number(start + 1), number(start + count)];
  const range = total === null ? text("js-range-open", { from, to }) : text("js-range", { from, to, count: number(total) });
  byId("range").textContent = `${range} · ${orderName()}`;
  byId("range-top").textContent = range;
  byId("paging").hidden = count === 0;
  const isAlone = pages.isFirst() && next === null;
  for (const button of [...backs, ...ons]) {
    button.hidden = isAlone;
  }
  offerAll(count === 0 ? 0 : total, next !== null || !pages.isFirst());
}

/**
 * @param {string} title
 * @param {string} message
 * @param {{ label: string, act: () => void } | null} action
 * @returns {HTMLElement}
 */
function showState(title, message, action) {
  const state = copyOf("state-template");
  part(state, "title").textContent = title;
  part(state, "text").textContent = message;
  if (action) {
    const button = part(state, "action");
    button.textContent = action.label;
    button.hidden = false;
    button.addEventListener("click", action.act);
  }
  rows.replaceChildren();
  table.hidden = true;
  byId("paging").hidden = true;
  byId("list-state").replaceChildren(state);
  byId("list-state").hidden = false;
  showPage([], currentQuery());
  announce(title);
  return state;
}

/** Takes search and conditions off. */
const clear = {
  get label() {
    return text(isNarrowed() ? "js-nothing-clear-all" : "js-nothing-clear");
  },
  act() {
    search.value = "";
    clearQuery();
    search.focus();
  },
};

function showEmpty() {
  const name = currentQuery().search;
  if (!name && !isNarrowed()) {
    showState(text("js-empty-title"), text("js-empty-text"), null);
  } else {
    const message = name && !isNarrowed() ? text("js-nothing-text", { name }) : text("js-nothing-filter");
    showState(text("js-nothing-title"), message, clear);
  }
}

/** @param {unknown} error */
function showFailure(error) {
  const problem = problemNotice(error);
  const retry = () => {
    search.focus();
    void load();
  };
  const refused = error instanceof Problem && error.code === "invalid_request";
  const state = showState(problem.title, problem.text ?? "", refused ? clear : { label: text("js-retry"), act: retry });
  state.dataset["testid"] = "notice";
  state.dataset["kind"] = "error";
  within(state, "use").setAttribute("href", "#icon-alert");
  if (error instanceof Problem && error.requestId) {
    fillRequest(part(state, "request"), error.requestId);
  }
}

/**
 * @param {Contact} contact
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} row
 */
function removeRow(contact, button, row) {
  const listed = items;
  const tellCounts = async () => (shownRows().length === 0 ? load() : showCounts());
  const goneFrom = async () => {
    total = total === null ? null : Math.max(0, total - 1);
    // In an order the next page is told by how many stand before it.
    next = sort && next !== null ? Math.max(1, next - 1) : next;
    forget(contact.id, asked);
    await tellCounts();
  };
  const cameBack = async () => {
    countNoMore(asked);
    if (items !== listed) {
      reload();
      return;
    }
    total = total === null ? null : total + 1;
    await tellCounts();
  };
  void remove(contact, button, row, goneFrom, cameBack);
}

/** The list begins anew, with other conditions or another order. What is chosen stays chosen. */
function startAnew() {
  pages.restart();
  next = null;
  removeNotice();
  markView();
  void load();
}

/** @param {() => void} move */
async function turn(move) {
  removeNotice();
  move();
  await load();
  bringIntoView(byId("list-top"));
  byId("range-top").focus({ preventScroll: true });
}

/** What the list shows may no longer be so: it is loaded again, at once or when it is shown next. */
function reload() {
  void preview?.then(({ forgetDetails }) => forgetDetails());
  if (byId("panel-contacts").hidden) {
    stale = true;
  } else {
    void load();
  }
}

let listening = false;

/** @param {string} rest */
function restore(rest) {
  restoreQuery(rest);
  const given = new URLSearchParams(rest.replace(/^\?/, ""));
  const wanted = given.get("sort") ?? "";
  const { options } = /** @type {HTMLSelectElement} */ (byId("display-sort"));
  sort = Array.from(options).some(({ value }) => value === wanted) ? wanted : "";
  const limit = Number(given.get("limit"));
  if (LIMITS.includes(limit)) {
    changeDisplay({ limit });
  }
  pages.restore(given.get("at") ?? "");
  search.value = currentQuery().search ?? "";
}

/** Loads the card of details when the list is first touched. */
function withPreview() {
  preview ??= import("./preview.js").then((card) => {
    card.listenToPreview((id) => items.find((contact) => contact.id === id));
    return card;
  });
  return preview;
}

function listenToRows() {
  rows.addEventListener("pointerover", () => void withPreview(), { once: true });
  rows.addEventListener("focusin", () => void withPreview(), { once: true });
  rows.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-part="peek"]'));
    if (button) {
      void withPreview().then(({ toggle }) => toggle(button));
    }
  });
}

/** Loads the reader of lists when somebody asks for it. */
function offerIdList() {
  const opener = buttonById("ids-open");
  const open = async () => {
    try {
      const { listenToIdList } = await import("../deletion/id-list-dialog.js");
      listenToIdList(showAbove, reload);
      opener.click();
    } catch (error) {
      showAbove(problemNotice(error));
      opener.addEventListener("click", open, { once: true });
    }
  };
  opener.addEventListener("click", open, { once: true });
}

function listenToSearch() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;
  const find = () => {
    clearTimeout(typing);
    searchFor(search.value.trim());
  };
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(find, TYPING_PAUSE);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      find();
    }
  });
}

function listen() {
  listenToFilters(startAnew);
  listenToViews();
  listenToChooser({ query: currentQuery, reload });
  offerIdList();
  listenToSearch();
  listenToTable({
    sort: () => sort,
    sortBy: (wanted) => {
      sort = wanted;
      startAnew();
    },
    reload: (column) => (column ? void load() : startAnew()),
  });
  listenToRows();
  listenToKeys((row) => void withPreview().then(({ peek }) => row.isConnected && peek(row, { takesFocus: true })));
  for (const button of backs) {
    button.addEventListener("click", () => void turn(() => pages.back()));
  }
  for (const button of ons) {
    button.addEventListener("click", () => void turn(() => pages.forward(next, shownRows().length)));
  }
}

/**
 * The part is in sight.
 * @param {string} rest the conditions, when the page has just been loaded
 */
export async function show(rest) {
  if (!listening) {
    listening = true;
    await loadDisplay(() => {
      drawDisplay();
      void load();
    });
    restore(rest);
    listen();
    drawDisplay();
  }
  keepPlace("contacts", keptList());
  if (stale) {
    await load();
  }
}
