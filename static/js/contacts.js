// @ts-check
// The list of contacts: search, conditions, pages and its states.

import { listContacts, Problem } from "./api.js";
import { text } from "./boot.js";
import { listenToChooser, offerAll, showPage } from "./chooser.js";
import { announce, buttonById, byId, copyOf, part, within } from "./dom.js";
import { problemNotice } from "./erase.js";
import { clearQuery, currentQuery, isNarrowed, keptQuery, listenToFilters, restoreQuery, searchFor } from "./filters.js";
import { number } from "./format.js";
import { bringIntoView } from "./frame.js";
import { listenToIdList } from "./idlist.js";
import { fillRequest, removeNotice } from "./notice.js";
import { keepPlace } from "./place.js";
import { remove } from "./remove.js";
import { contactRow } from "./row.js";
import { chooseNone } from "./selection.js";
import { listenToViews, markView } from "./views.js";

/** @typedef {import("./types.js").Contact} Contact */
/** @typedef {import("./types.js").ContactPage} ContactPage */

const TYPING_PAUSE = 300;

const search = /** @type {HTMLInputElement} */ (byId("search"));
const table = byId("contacts");
const rows = byId("rows");

/** The pages gone through: where each begins. The last one is on the screen. */
/** @type {{ after: number | null, start: number }[]} */
let pages = [{ after: null, start: 0 }];
/** @type {number | null} */
let next = null;
/** @type {number | null} */
let total = null;
let loading = new AbortController();
/** Whether the list is to be loaded when it is shown. */
let stale = true;

const page = () => pages[pages.length - 1] ?? { after: null, start: 0 };
const shownRows = () => /** @type {HTMLElement[]} */ (Array.from(rows.querySelectorAll("[data-contact-id]")));

/** @param {boolean} busy */
function setBusy(busy) {
  table.setAttribute("aria-busy", String(busy));
  byId("search-busy").hidden = !busy;
  buttonById("previous").disabled = busy || pages.length === 1;
  buttonById("next").disabled = busy || next === null;
}

/** Loads the current page. A later call cancels an earlier one. */
async function load() {
  stale = false;
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  setBusy(true);
  try {
    const answer = await listContacts(currentQuery(), page().after, signal);
    if (!signal.aborted) {
      fill(answer);
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

/** @param {ContactPage} answer */
function fill(answer) {
  next = answer.next;
  total = answer.total;
  if (answer.items.length === 0 && answer.next !== null) {
    // What matches comes later: some conditions can only be checked contact by contact.
    page().after = answer.next;
    void load();
    return;
  }
  if (answer.items.length === 0 && pages.length > 1) {
    // The page's contacts went away in the meantime.
    pages.pop();
    void load();
    return;
  }
  rows.replaceChildren(...answer.items.map((contact) => contactRow(contact, removeRow)));
  table.hidden = answer.items.length === 0;
  byId("list-state").hidden = true;
  byId("list-state").replaceChildren();
  showCounts();
  showPage(answer.items);
  if (answer.items.length === 0) {
    showEmpty();
  }
}

function showCounts() {
  const count = shownRows().length;
  const from = number(page().start + 1);
  const to = number(page().start + count);
  const totals = total === null ? null : number(total);
  byId("total").textContent = totals === null ? "" : text("js-total", { count: totals });
  byId("range").textContent =
    totals === null ? text("js-range-open", { from, to }) : text("js-range", { from, to, count: totals });
  byId("paging").hidden = count === 0 || (pages.length === 1 && next === null);
  offerAll(count === 0 ? 0 : total, next !== null || pages.length > 1);
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
  showPage([]);
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
  byId("total").textContent = "";
  const refused = error instanceof Problem && error.code === "invalid_request";
  const state = showState(problem.title, problem.text ?? "", refused ? clear : { label: text("js-retry"), act: retry });
  offerAll(0, false);
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
  const goneFrom = async () => {
    total = total === null ? null : Math.max(0, total - 1);
    if (shownRows().length === 0) {
      await load();
    } else {
      showCounts();
    }
  };
  void remove(contact, button, row, goneFrom);
}

/** The conditions have changed: the list begins anew, and what was chosen under the old ones is let go. */
function startAnew() {
  pages = [{ after: null, start: 0 }];
  next = null;
  removeNotice();
  chooseNone();
  keepPlace("contacts", keptQuery());
  markView();
  void load();
}

/** @param {() => void} move */
async function turn(move) {
  removeNotice();
  move();
  await load();
  bringIntoView(byId("panel-contacts"));
  const active = document.activeElement;
  if (!active || active === document.body) {
    const other = [buttonById("next"), buttonById("previous")].find((button) => !button.disabled);
    (other ?? search).focus({ preventScroll: true });
  }
}

/** What the list shows may no longer be so: it is loaded again, at once or when it is shown next. */
function refresh() {
  chooseNone();
  if (byId("panel-contacts").hidden) {
    stale = true;
  } else {
    void load();
  }
}

let listening = false;

/** @param {string} rest */
function listen(rest) {
  listening = true;
  restoreQuery(rest);
  search.value = currentQuery().search ?? "";
  listenToFilters(startAnew);
  listenToViews();
  listenToChooser({ query: currentQuery, total: () => total, refresh });
  listenToIdList(refresh);
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
  buttonById("previous").addEventListener("click", () => void turn(() => pages.pop()));
  buttonById("next").addEventListener("click", () => {
    const start = page().start + shownRows().length;
    void turn(() => pages.push({ after: next, start }));
  });
}

/**
 * The part is in sight.
 * @param {string} rest the conditions, when the page has just been loaded
 */
export async function show(rest) {
  if (!listening) {
    listen(rest);
  }
  keepPlace("contacts", keptQuery());
  if (stale) {
    await load();
  }
}
