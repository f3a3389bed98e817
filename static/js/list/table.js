// @ts-check
// The list's table: which columns it has, by which it is sorted, and its head, which stays in sight.

import { byId, buttonById } from "../shared/dom.js";
import { followArea } from "../shared/frame.js";
import { popupButton } from "../shared/popup.js";
import { changeDisplay, COLUMNS, columnsWithin, currentDisplay, makeRoomForPhones, wantedColumns } from "./display.js";

/** @typedef {import("../shared/types.js").Contact} Contact */

/** The portal's own header, which stays at the window's top. */
const HEADER = 64;
/** Of these people want to see the newest first. */
const NEWEST_FIRST = new Set(["activity", "changed", "created"]);

/** What a cell needs beside a phone number, and where there are more of them. */
const PADDING = 20;
const MORE = 32;
/** The longest number that is one. */
const MOST = 320;

const table = /** @type {HTMLTableElement} */ (byId("contacts"));
const room = byId("table-room");
const panel = byId("display-panel");
const boxes = /** @type {HTMLInputElement[]} */ (Array.from(panel.querySelectorAll("[data-shows]")));
const order = /** @type {HTMLSelectElement} */ (byId("display-sort"));
const compact = /** @type {HTMLInputElement} */ (byId("display-compact"));
const size = /** @type {HTMLSelectElement} */ (byId("page-size"));

/** Shows the columns that are wanted and for which there is room. */
export function fitColumns() {
  const { widths, room: needed } = columnsWithin(room.clientWidth || window.innerWidth);
  table.dataset["hides"] = COLUMNS.filter(({ name }) => !widths.has(name)).map(({ name }) => name).join(" ");
  room.toggleAttribute("data-wide", needed > room.clientWidth && room.clientWidth > 0);
  table.style.setProperty("--ce-table-room", `${needed}px`);
  for (const head of /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll("th[data-column]"))) {
    head.style.width = `${widths.get(head.dataset["column"] ?? "") ?? 0}px`;
  }
}

const pen = document.createElement("canvas").getContext("2d");

/**
 * Makes the column of phone numbers as wide as the longest one on the page.
 * @param {Contact[]} contacts
 */
export function fitPhones(contacts) {
  if (pen) {
    pen.font = getComputedStyle(table).font;
    const widths = contacts.map(({ phones: [first, ...more] }) =>
      first ? pen.measureText(first).width + (more.length > 0 ? MORE : 0) + PADDING : 0);
    makeRoomForPhones(Math.min(MOST, Math.ceil(Math.max(0, ...widths))));
  }
  fitColumns();
}

/** Shows how the list is to be shown. */
export function drawDisplay() {
  const { compact: isCompact, limit } = currentDisplay();
  table.toggleAttribute("data-compact", isCompact);
  compact.checked = isCompact;
  size.value = String(limit);
  for (const box of boxes) {
    box.checked = wantedColumns().includes(box.dataset["shows"] ?? "");
  }
  fitColumns();
}

/**
 * @param {string} sort `created` or `-created`; empty is the usual order
 * @param {boolean} holds whether the portal has kept to it
 */
export function drawSort(sort, holds) {
  order.value = sort;
  for (const head of table.querySelectorAll("th[data-column]")) {
    const button = /** @type {HTMLElement | null} */ (head.querySelector("[data-sort]"));
    const key = button?.dataset["sort"];
    const way = !holds || !key ? "" : sort === key ? "ascending" : sort === `-${key}` ? "descending" : "";
    if (way) {
      head.setAttribute("aria-sort", way);
    } else {
      head.removeAttribute("aria-sort");
    }
  }
}

/** What the list is sorted by, in words. */
export const orderName = () => order.selectedOptions[0]?.text ?? "";

/**
 * What comes after an order when its column is pressed: the usual way, the other way, none.
 * @param {string} key
 * @param {string} sort
 */
function nextSort(key, sort) {
  const [first, second] = NEWEST_FIRST.has(key) ? [`-${key}`, key] : [key, `-${key}`];
  return sort === first ? second : sort === second ? "" : first;
}

/** Keeps the head in sight where the frame is taller than the window; elsewhere the style does. */
function followHead() {
  const head = table.tHead;
  followArea(byId("panel-contacts"), ({ top }) => {
    const at = table.getBoundingClientRect();
    const most = at.height - 3 * (head?.offsetHeight ?? 0);
    const shift = top > 0 ? Math.max(0, Math.min(top + HEADER - at.top, most)) : 0;
    table.style.setProperty("--ce-head-shift", `${Math.round(shift)}px`);
    table.toggleAttribute("data-stuck", shift > 0);
  }, () => !table.hidden);
}

/**
 * @param {object} list
 * @param {() => string} list.sort
 * @param {(sort: string) => void} list.sortBy
 * @param {(columns: boolean) => void} list.reload what is shown has to be asked for anew: for a column, or another size
 */
export function listenToTable({ sort, sortBy, reload }) {
  table.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-sort]"));
    if (button) {
      sortBy(nextSort(button.dataset["sort"] ?? "", sort()));
    }
  });
  order.addEventListener("change", () => sortBy(order.value));
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
  compact.addEventListener("change", () => {
    changeDisplay({ compact: compact.checked });
    drawDisplay();
  });
  size.addEventListener("change", () => {
    changeDisplay({ limit: Number(size.value) });
    reload(false);
  });
  byId("display-usual").addEventListener("click", () => {
    changeDisplay({ columns: null, compact: false });
    drawDisplay();
  });
  popupButton(buttonById("display-open"), panel, () => boxes[0] ?? null);
  new ResizeObserver(fitColumns).observe(room);
  followHead();
}
