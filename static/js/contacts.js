// @ts-check
// The list of contacts: search, pages, its states, and what happens around a deletion.

import { listContacts, Problem } from "./api.js";
import { text } from "./boot.js";
import { announce, buttonById, byId, copyOf, part, within } from "./dom.js";
import { erase, problemNotice } from "./erase.js";
import { number } from "./format.js";
import { bringIntoView } from "./frame.js";
import { fillRequest, removeNotice, showNotice } from "./notice.js";
import { contactRow } from "./row.js";

/** @typedef {import("./types.js").Contact} Contact */
/** @typedef {import("./types.js").ContactPage} ContactPage */
/** @typedef {import("./types.js").NoticeContent} NoticeContent */

const TYPING_PAUSE = 300;
const COLUMNS = 7;

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
let query = "";
let loading = new AbortController();

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
export async function load() {
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  setBusy(true);
  try {
    const answer = await listContacts({ search: query, after: page().after, signal });
    if (!signal.aborted) {
      show(answer);
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
function show(answer) {
  next = answer.next;
  total = answer.total;
  if (answer.items.length === 0 && pages.length > 1) {
    // The page's contacts went away in the meantime.
    pages.pop();
    void load();
    return;
  }
  rows.replaceChildren(...answer.items.map(rowOf));
  table.hidden = answer.items.length === 0;
  byId("list-state").hidden = true;
  byId("list-state").replaceChildren();
  showCounts();
  if (answer.items.length === 0) {
    showEmpty();
  }
}

/** @param {Contact} contact */
function rowOf(contact) {
  return contactRow(contact, (button, row) => void remove(contact, button, row));
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
  announce(title);
  return state;
}

function showEmpty() {
  if (!query) {
    showState(text("js-empty-title"), text("js-empty-text"), null);
    return;
  }
  const clear = () => {
    search.value = "";
    find();
    search.focus();
  };
  const message = text("js-nothing-text", { name: query });
  showState(text("js-nothing-title"), message, { label: text("js-nothing-clear"), act: clear });
}

/** @param {unknown} error */
function showFailure(error) {
  const problem = problemNotice(error);
  const retry = () => {
    search.focus();
    void load();
  };
  byId("total").textContent = "";
  const state = showState(problem.title, problem.text ?? "", { label: text("js-retry"), act: retry });
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
async function remove(contact, button, row) {
  if (button.getAttribute("aria-busy") === "true") {
    return;
  }
  row.dataset["acted"] = "";
  const { removed, notice } = await erase(contact, button);
  delete row.dataset["acted"];
  if (!notice) {
    return;
  }
  if (!row.isConnected) {
    showAbove(notice);
    return;
  }
  tellAt(row, notice, removed);
  if (!removed) {
    return;
  }
  total = total === null ? null : Math.max(0, total - 1);
  if (shownRows().length === 0) {
    showAbove(notice);
    await load();
  } else {
    showCounts();
  }
}

/**
 * Puts the notice where the row is: in its place when it is gone, else below it.
 * @param {HTMLElement} row
 * @param {NoticeContent} content
 * @param {boolean} instead
 */
function tellAt(row, content, instead) {
  const neighbour = row.nextElementSibling?.matches("[data-contact-id]") ? row.nextElementSibling : null;
  const put = (/** @type {HTMLElement} */ notice) => {
    const holder = document.createElement("tr");
    holder.className = "ce-notice-row";
    holder.setAttribute("role", "row");
    const cell = document.createElement("td");
    cell.setAttribute("role", "cell");
    cell.colSpan = COLUMNS;
    cell.append(notice);
    holder.append(cell);
    row.after(holder);
    if (instead) {
      row.remove();
    }
    return holder;
  };
  showNotice(content, put, () => focusRow(instead ? neighbour : row));
}

/** @param {NoticeContent} content */
function showAbove(content) {
  const put = (/** @type {HTMLElement} */ notice) => {
    byId("list-notice").replaceChildren(notice);
    return notice;
  };
  showNotice(content, put, () => search.focus());
}

/** @param {Element | null} row */
function focusRow(row) {
  const target = row?.isConnected ? row : shownRows()[0];
  (target ? within(target, "button") : search).focus();
}

function find() {
  const wanted = search.value.trim();
  if (wanted === query) {
    return;
  }
  query = wanted;
  pages = [{ after: null, start: 0 }];
  next = null;
  removeNotice();
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

export function listen() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(find, TYPING_PAUSE);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      clearTimeout(typing);
      find();
    }
  });
  buttonById("previous").addEventListener("click", () => void turn(() => pages.pop()));
  buttonById("next").addEventListener("click", () => {
    const start = page().start + shownRows().length;
    void turn(() => pages.push({ after: next, start }));
  });
}
