// @ts-check
// The list's display: its columns, the height of its rows and the page size. The portal stores it for each user.
// Without the portal it lasts as long as the page is open.

import { DEFAULT_PAGE_SIZE } from "../shared/api/contacts.js";
import { connect, readUserOption, saveUserOption } from "../shared/bx24.js";

/** @typedef {{ name: string, minWidth: number, share: number }} Column `minWidth` in pixels; `share`: its share of the remaining width */
/** @typedef {{ columns: string[] | null, compact: boolean, limit: number }} Display `columns`: null for the default columns */

/** All columns in their order. @type {Column[]} */
export const COLUMNS = [
  { name: "id", minWidth: 84, share: 0 },
  { name: "name", minWidth: 164, share: 3 },
  { name: "phone", minWidth: 150, share: 0 },
  { name: "email", minWidth: 168, share: 6 },
  { name: "company", minWidth: 124, share: 3 },
  { name: "responsible", minWidth: 124, share: 2 },
  { name: "source", minWidth: 112, share: 1 },
  { name: "deals", minWidth: 76, share: 0 },
  { name: "activity", minWidth: 126, share: 0 },
  { name: "changed", minWidth: 118, share: 0 },
  { name: "created", minWidth: 118, share: 0 },
];
const DEFAULT_COLUMNS = ["phone", "email", "company", "responsible", "created"];
/** These columns are hidden first if the default columns do not fit. */
const HIDDEN_FIRST = ["responsible", "company", "created"];
export const LIMITS = [20, 50, 100, 200];
/** The width of the checkbox and the buttons of a row. */
const FIXED_WIDTH = 52 + 92;
const OPTION = "list";
/** How long the list waits for the portal to return the stored display, in milliseconds. */
const OPTION_LIMIT = 400;

/** @type {Display} */
let display = { columns: null, compact: false, limit: DEFAULT_PAGE_SIZE };

export const currentDisplay = () => display;

/** @param {string} saved */
function readDisplay(saved) {
  try {
    const { columns, compact, limit } = JSON.parse(saved);
    const valid = Array.isArray(columns) ? columns.filter((name) => COLUMNS.some((one) => one.name === name)) : null;
    display = { columns: valid, compact: compact === true, limit: LIMITS.includes(limit) ? limit : DEFAULT_PAGE_SIZE };
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads the stored display. If the portal is slow, the list appears first, and `onLate` is called when the answer
 * arrives.
 * @param {() => void} onLate
 */
export async function loadDisplay(onLate) {
  let isLate = false;
  const saved = connect().then(() => {
    if (readDisplay(readUserOption(OPTION)) && isLate) {
      onLate();
    }
  });
  await Promise.race([saved, new Promise((resolve) => setTimeout(resolve, OPTION_LIMIT))]);
  isLate = true;
}

/** @param {Partial<Display>} changes */
export function changeDisplay(changes) {
  display = { ...display, ...changes };
  saveUserOption(OPTION, JSON.stringify(display));
}

/** The chosen columns, whether they fit or not. */
export const chosenColumns = () => display.columns ?? DEFAULT_COLUMNS;

/** The width of the longest phone number on the page. Phone numbers are never cut. */
let phoneWidth = 0;

/** @param {number} width */
export function setPhoneWidth(width) {
  phoneWidth = width;
}

/** @param {Column} column */
const minWidthOf = ({ name, minWidth }) => (name === "phone" ? Math.max(minWidth, phoneWidth) : minWidth);

/** @param {string[]} names */
const widthOf = (names) =>
  COLUMNS.reduce((sum, column) => sum + (column.name === "name" || names.includes(column.name) ? minWidthOf(column) : 0), FIXED_WIDTH);

/**
 * The columns that fit into a width, their widths, and the width that they need. Chosen columns are all shown.
 * @param {number} width
 * @returns {{ widths: Map<string, number>, minWidth: number }}
 */
export function columnsFor(width) {
  let names = chosenColumns();
  if (!display.columns) {
    for (const name of HIDDEN_FIRST) {
      names = widthOf(names) > width ? names.filter((other) => other !== name) : names;
    }
  }
  const shown = COLUMNS.filter(({ name }) => name === "name" || names.includes(name));
  const minWidth = widthOf(names);
  const rest = Math.max(0, width - minWidth) / shown.reduce((sum, { share }) => sum + share, 0);
  return { widths: new Map(shown.map((column) => [column.name, Math.floor(minWidthOf(column) + column.share * rest)])), minWidth };
}

/** The extra fields that the shown columns need from the API. */
export const extraFields = () => ["deals", "source"].filter((name) => chosenColumns().includes(name));
