// @ts-check
// The list's table: its columns, its order, and its head, which stays visible.

import { buttonById, byId } from "../shared/dom.js";
import { watchVisibleArea } from "../shared/frame.js";
import { listenToPopupButton } from "../shared/popup.js";
import { COLUMNS, changeDisplay, chosenColumns, columnsFor, currentDisplay, setPhoneWidth } from "./display.js";

/** @typedef {import("../shared/types.js").Contact} Contact */

/** The portal's own header covers the top of the window. */
const HEADER = 64;
/** These columns are sorted by the newest date first. */
const NEWEST_FIRST = new Set(["activity", "changed", "created"]);

/** The width that a cell needs beside a phone number, and for the number of further phone numbers. */
const PADDING = 20;
const COUNT_WIDTH = 32;
/** The column does not become wider than this. */
const WIDEST_PHONE = 320;

const PHONE = "(width <= 760px)";

const table = /** @type {HTMLTableElement} */ (byId("contacts"));
const room = byId("table-room");
const panel = byId("display-panel");
const boxes = /** @type {HTMLInputElement[]} */ (Array.from(panel.querySelectorAll("[data-shows]")));
const orderSelect = /** @type {HTMLSelectElement} */ (byId("display-sort"));
const compactBox = /** @type {HTMLInputElement} */ (byId("display-compact"));
const sizeSelect = /** @type {HTMLSelectElement} */ (byId("page-size"));

/** Shows the columns that are chosen and that fit. */
export function fitColumns() {
  const { widths, minWidth: needed } = columnsFor(room.clientWidth || window.innerWidth);
  table.dataset["hides"] = COLUMNS.filter(({ name }) => !widths.has(name)).map(({ name }) => name).join(" ");
  room.toggleAttribute("data-wide", needed > room.clientWidth && room.clientWidth > 0);
  table.style.setProperty("--ce-table-room", `${needed}px`);
  for (const head of /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll("th[data-column]"))) {
    head.style.width = `${widths.get(head.dataset["column"] ?? "") ?? 0}px`;
  }
  // On a phone there are no columns: each row shows the chosen fields in two lines.
  const shown = window.matchMedia(PHONE).matches ? chosenColumns() : Array.from(widths.keys());
  for (const box of boxes) {
    box.checked = shown.includes(box.dataset["shows"] ?? "");
  }
}

const canvas = document.createElement("canvas").getContext("2d");

/**
 * Makes the phone column as wide as the longest phone number on the page.
 * @param {Contact[]} contacts
 */
export function fitPhoneColumn(contacts) {
  if (canvas) {
    canvas.font = getComputedStyle(table).font;
    const widths = contacts.map(({ phones: [first, ...more] }) =>
      first ? canvas.measureText(first).width + (more.length > 0 ? COUNT_WIDTH : 0) + PADDING : 0);
    setPhoneWidth(Math.min(WIDEST_PHONE, Math.ceil(Math.max(0, ...widths))));
  }
  fitColumns();
}

/** Shows the current display settings. */
export function drawDisplay() {
  const { compact: isCompact, limit } = currentDisplay();
  table.toggleAttribute("data-compact", isCompact);
  compactBox.checked = isCompact;
  sizeSelect.value = String(limit);
  fitColumns();
}

/**
 * @param {string} orderBy `created` or `-created`; empty for the default order
 * @param {boolean} isSorted whether the portal followed the order
 */
export function drawSort(orderBy, isSorted) {
  orderSelect.value = orderBy;
  for (const head of table.querySelectorAll("th[data-column]")) {
    const button = /** @type {HTMLElement | null} */ (head.querySelector("[data-sort]"));
    const key = button?.dataset["sort"];
    const direction = !isSorted || !key ? "" : orderBy === key ? "ascending" : orderBy === `-${key}` ? "descending" : "";
    if (direction) {
      head.setAttribute("aria-sort", direction);
    } else {
      head.removeAttribute("aria-sort");
    }
  }
}

/** The name of the list's order. */
export const orderName = () => orderSelect.selectedOptions[0]?.text ?? "";

/**
 * The order after a click on a column's head: default direction, other direction, none.
 * @param {string} key
 * @param {string} orderBy
 */
function nextOrder(key, orderBy) {
  const [first, second] = NEWEST_FIRST.has(key) ? [`-${key}`, key] : [key, `-${key}`];
  return orderBy === first ? second : orderBy === second ? "" : first;
}

/** Keeps the head visible if the frame is taller than the window. Otherwise the style does that. */
function keepHeadVisible() {
  const head = table.tHead;
  watchVisibleArea(byId("panel-contacts"), ({ top }) => {
    const rect = table.getBoundingClientRect();
    const most = rect.height - 3 * (head?.offsetHeight ?? 0);
    const shift = top > 0 ? Math.max(0, Math.min(top + HEADER - rect.top, most)) : 0;
    table.style.setProperty("--ce-head-shift", `${Math.round(shift)}px`);
    table.toggleAttribute("data-stuck", shift > 0);
  }, () => !table.hidden);
}

/**
 * @param {object} list
 * @param {() => string} list.orderBy
 * @param {(sort: string) => void} list.setOrder
 * @param {(columns: boolean) => void} list.reload loads the list again, for a column (true) or a page size (false)
 */
export function listenToTable({ orderBy, setOrder, reload }) {
  table.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-sort]"));
    if (button) {
      setOrder(nextOrder(button.dataset["sort"] ?? "", orderBy()));
    }
  });
  orderSelect.addEventListener("change", () => setOrder(orderSelect.value));
  for (const box of boxes) {
    box.addEventListener("change", () => {
      const columns = boxes.filter((one) => one.checked).map((one) => one.dataset["shows"] ?? "");
      changeDisplay({ columns });
      drawDisplay();
      if (box.checked && (box.dataset["shows"] === "deals" || box.dataset["shows"] === "source")) {
        reload(true);
      }
    });
  }
  compactBox.addEventListener("change", () => {
    changeDisplay({ compact: compactBox.checked });
    drawDisplay();
  });
  sizeSelect.addEventListener("change", () => {
    changeDisplay({ limit: Number(sizeSelect.value) });
    reload(false);
  });
  byId("display-usual").addEventListener("click", () => {
    changeDisplay({ columns: null, compact: false });
    drawDisplay();
  });
  listenToPopupButton(buttonById("display-open"), panel, () => boxes[0] ?? null);
  new ResizeObserver(fitColumns).observe(room);
  keepHeadVisible();
}
