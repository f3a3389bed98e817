// @ts-check
// What was understood of a list of ids: how many, from which column, and which rows hold none. With such rows the way on
// needs a tick that says how many are left out.

import { counted, text } from "../shared/boot.js";
import { part, within } from "../shared/dom.js";
import { save } from "../shared/download.js";
import { number } from "../shared/format.js";

/** @typedef {import("../shared/types.js").IdList} IdList */
/** @typedef {import("../shared/types.js").IdListColumn} IdListColumn */

const MOST = 100_000;
const ROWS_SHOWN = 100;
const COLUMNS_SHOWN = 100;

/**
 * @param {HTMLElement} body
 * @param {{ choose: (column: string) => void, decide: (allowed: boolean) => void, grown: () => void }} hands
 */
export function listReport(body, { choose, decide, grown }) {
  const summary = part(body, "summary");
  const columns = part(body, "columns");
  const change = part(body, "change");
  const faults = part(body, "faults");
  // Looked for now: the dialog takes it to where it is always in sight.
  const way = part(body, "way");
  const tick = /** @type {HTMLInputElement} */ (within(body, "#ids-leave-out"));
  /** @type {IdList | null} */
  let list = null;

  const clear = () => {
    list = null;
    tick.checked = false;
    summary.textContent = "";
    summary.removeAttribute("data-kind");
    summary.removeAttribute("aria-busy");
    for (const element of [columns, change, faults, way]) {
      element.hidden = true;
    }
  };

  const judge = () => {
    const takes = list !== null && list.ids.length > 0 && list.ids.length <= MOST;
    decide(takes && (list?.problem_count === 0 || tick.checked));
  };
  tick.addEventListener("change", judge);
  change.addEventListener("click", () => {
    change.hidden = true;
    columns.hidden = false;
    grown();
    within(columns, "input").focus({ preventScroll: true });
  });
  part(faults, "download").addEventListener("click", () => list && save(rowsOf(list), "rows-without-id.csv"));

  const showReading = () => {
    clear();
    summary.textContent = text("js-ids-reading");
    summary.setAttribute("aria-busy", "true");
  };

  /**
   * @param {string} title
   * @param {string} [detail]
   */
  const showProblem = (title, detail = "") => {
    clear();
    summary.dataset["kind"] = "error";
    summary.textContent = detail ? `${title}. ${detail}` : title;
    grown();
  };

  /** @param {IdList} read */
  const show = (read) => {
    clear();
    list = read;
    const isAsked = read.needs === "column";
    const { text: words, kind } = summaryOf(read);
    summary.textContent = words;
    if (kind) {
      summary.dataset["kind"] = kind;
    }
    fillColumns(columns, read, choose);
    columns.hidden = !isAsked;
    change.hidden = isAsked || read.columns.length < 2;
    fillFaults(faults, read);
    way.hidden = read.problem_count === 0 || read.ids.length === 0;
    part(way, "leave-out-words").textContent = counted("js-ids-leave-out", read.problem_count);
    judge();
    grown();
  };
  return { clear, show, showReading, showProblem };
}

/**
 * @param {IdList} list
 * @returns {{ text: string, kind?: "error" }}
 */
function summaryOf(list) {
  if (list.needs === "column") {
    return { text: text("js-ids-which") };
  }
  if (list.ids.length === 0) {
    return { text: text("js-ids-none"), kind: "error" };
  }
  if (list.ids.length > MOST) {
    return { text: counted("js-ids-too-many", MOST), kind: "error" };
  }
  const said = [counted("js-ids-found", list.ids.length)];
  const column = list.columns.find((one) => one.index === list.column);
  if (column) {
    said.push(text("js-ids-from-column", { name: nameOf(column) }));
  }
  if (list.repeated > 0) {
    said.push(counted("js-ids-repeated", list.repeated));
  }
  return { text: said.join(" ") };
}

/** @param {IdListColumn} column */
const nameOf = (column) => column.name || text("js-ids-column", { number: number(column.index) });

/**
 * A small table of the first rows, whose columns can be chosen.
 * @param {HTMLElement} place
 * @param {IdList} list
 * @param {(column: string) => void} choose
 */
function fillColumns(place, list, choose) {
  const shown = list.columns.slice(0, COLUMNS_SHOWN);
  const head = document.createElement("tr");
  for (const column of shown) {
    const cell = document.createElement("th");
    cell.scope = "col";
    const label = document.createElement("label");
    label.className = "ce-columns__choice";
    const radio = document.createElement("input");
    radio.type = "radio";
    radio.name = "ids-column";
    radio.value = String(column.index);
    radio.checked = column.index === list.column;
    radio.addEventListener("change", () => choose(radio.value));
    const name = document.createElement("bdi");
    name.textContent = nameOf(column);
    label.append(radio, name);
    cell.append(label);
    head.append(cell);
  }
  const depth = Math.max(0, ...shown.map((column) => column.sample.length));
  const rows = Array.from({ length: depth }, (_, at) => {
    const row = document.createElement("tr");
    for (const column of shown) {
      const cell = row.insertCell();
      const value = document.createElement("bdi");
      value.textContent = column.sample[at] ?? "";
      cell.append(value);
    }
    return row;
  });
  within(place, "thead").replaceChildren(head);
  within(place, "tbody").replaceChildren(...rows);
}

/**
 * @param {HTMLElement} faults
 * @param {IdList} list
 */
function fillFaults(faults, list) {
  faults.hidden = list.problem_count === 0;
  part(faults, "faults-words").textContent = counted("js-ids-malformed", list.problem_count);
  const shown = list.problems.slice(0, ROWS_SHOWN).map((fault) => {
    const item = document.createElement("li");
    const value = document.createElement("bdi");
    value.className = "ce-value";
    value.textContent = fault.value;
    item.append(`${text("js-ids-row", { number: number(fault.row) })} `, value, ` – ${fault.text}`);
    return item;
  });
  part(faults, "problems").replaceChildren(...shown);
  const isPart = list.problem_count > shown.length;
  part(faults, "first").hidden = !isPart;
  part(faults, "first").textContent = text("js-ids-first", { count: number(shown.length) });
}

/**
 * The faulty rows as a file. What a spreadsheet would take for a formula is text in it.
 * @param {IdList} list
 */
function rowsOf(list) {
  /** @param {string} cell */
  const quoted = (cell) => `"${(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell).replace(/"/g, '""')}"`;
  const lines = list.problems.map(({ row, value, text: why }) => [String(row), quoted(value), quoted(why)].join(","));
  return new Blob([`\ufeffrow,value,reason\r\n${lines.join("\r\n")}\r\n`], { type: "text/csv" });
}
