// @ts-check
// How the list is shown: its columns, the height of its rows, how many stand on a page. Kept for each user in the
// portal; where that is not to be had it holds as long as the page is open.

import { USUAL_LIMIT } from "../shared/api/contacts.js";
import { connect, keepUserOption, userOption } from "../shared/bx24.js";

/** @typedef {{ name: string, room: number, grows: number }} Column `room`: the least width in pixels; `grows`: its share of the rest */
/** @typedef {{ columns: string[] | null, compact: boolean, limit: number }} Display `columns`: null is the usual ones */

/** All columns, in their order. @type {Column[]} */
export const COLUMNS = [
  { name: "id", room: 84, grows: 0 },
  { name: "name", room: 164, grows: 3 },
  { name: "phone", room: 150, grows: 0 },
  { name: "email", room: 168, grows: 6 },
  { name: "company", room: 124, grows: 3 },
  { name: "responsible", room: 124, grows: 2 },
  { name: "source", room: 112, grows: 1 },
  { name: "deals", room: 76, grows: 0 },
  { name: "activity", room: 126, grows: 0 },
  { name: "changed", room: 118, grows: 0 },
  { name: "created", room: 118, grows: 0 },
];
const USUAL = ["phone", "email", "company", "responsible", "created"];
/** What makes room first where the usual columns have too little. */
const GIVES_WAY = ["responsible", "company", "created"];
export const LIMITS = [20, 50, 100, 200];
/** The box before a row and its buttons behind it. */
const BESIDES = 52 + 92;
const OPTION = "list";
/** How long the list waits for the portal to say what is kept. */
const PATIENCE = 400;

/** @type {Display} */
let display = { columns: null, compact: false, limit: USUAL_LIMIT };

export const currentDisplay = () => display;

/** @param {string} kept */
function read(kept) {
  try {
    const { columns, compact, limit } = JSON.parse(kept);
    const known = Array.isArray(columns) ? columns.filter((name) => COLUMNS.some((one) => one.name === name)) : null;
    display = { columns: known, compact: compact === true, limit: LIMITS.includes(limit) ? limit : USUAL_LIMIT };
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads what is kept. The list is not held up for long by a portal that does not answer: `late` is called then, once
 * it has.
 * @param {() => void} late
 */
export async function loadDisplay(late) {
  let isLate = false;
  const kept = connect().then(() => {
    if (read(userOption(OPTION)) && isLate) {
      late();
    }
  });
  await Promise.race([kept, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  isLate = true;
}

/** @param {Partial<Display>} changes */
export function changeDisplay(changes) {
  display = { ...display, ...changes };
  keepUserOption(OPTION, JSON.stringify(display));
}

/** The columns that were asked for, before it is seen whether there is room. */
export const wantedColumns = () => display.columns ?? USUAL;

/** What the longest phone number on the page needs: none is ever cut. */
let phones = 0;

/** @param {number} width */
export function makeRoomForPhones(width) {
  phones = width;
}

/** @param {Column} column */
const leastOf = ({ name, room }) => (name === "phone" ? Math.max(room, phones) : room);

/** @param {string[]} names */
const roomOf = (names) =>
  COLUMNS.reduce((sum, column) => sum + (column.name === "name" || names.includes(column.name) ? leastOf(column) : 0), BESIDES);

/**
 * The columns to show in so many pixels with their widths, and how many pixels they need. Whoever has chosen columns
 * gets them all.
 * @param {number} width
 * @returns {{ widths: Map<string, number>, room: number }}
 */
export function columnsWithin(width) {
  let names = wantedColumns();
  if (!display.columns) {
    for (const name of GIVES_WAY) {
      names = roomOf(names) > width ? names.filter((other) => other !== name) : names;
    }
  }
  const shown = COLUMNS.filter(({ name }) => name === "name" || names.includes(name));
  const room = roomOf(names);
  const rest = Math.max(0, width - room) / shown.reduce((sum, { grows }) => sum + grows, 0);
  return { widths: new Map(shown.map((column) => [column.name, Math.floor(leastOf(column) + column.grows * rest)])), room };
}

/** What the list has to be asked for because a column wants it. */
export const wantedFields = () => ["deals", "source"].filter((name) => wantedColumns().includes(name));
