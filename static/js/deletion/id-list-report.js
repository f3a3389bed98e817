// @ts-check
// Shows what the service read in a list of ids: how many, from which column, and which rows have no id. Such rows need
// a confirmation before the person can continue.

import { pluralText, text } from "../shared/boot.js";
import { part, within } from "../shared/dom.js";
import { save } from "../shared/download.js";
import { formatNumber } from "../shared/format.js";

/** @typedef {import("../shared/types.js").IdList} IdList */
/** @typedef {import("../shared/types.js").IdListColumn} IdListColumn */

const MOST_IDS = 100_000;
const ROWS_SHOWN = 100;
const COLUMNS_SHOWN = 100;

/**
 * @param {HTMLElement} body
 * @param {{ choose: (column: string) => void, setAllowed: (allowed: boolean) => void, contentChanged: () => void }} controls
 */
export function idListReport(body, { choose, setAllowed, contentChanged }) {
  const summary = part(body, "summary");
  const columns = part(body, "columns");
  const change = part(body, "change");
  const problems = part(body, "faults");
  // The element is looked up now, because the dialog moves it out of the body.
  const leaveOutField = part(body, "way");
  const leaveOut = /** @type {HTMLInputElement} */ (within(body, "#ids-leave-out"));
  /** @type {IdList | null} */
  let list = null;

  const clear = () => {
    list = null;
    leaveOut.checked = false;
    summary.textContent = "";
    summary.removeAttribute("data-kind");
    summary.removeAttribute("aria-busy");
    for (const element of [columns, change, problems, leaveOutField]) {
      element.hidden = true;
    }
  };

  const updateAllowed = () => {
    const isUsable = list !== null && list.ids.length > 0 && list.ids.length <= MOST_IDS;
    setAllowed(isUsable && (list?.problem_count === 0 || leaveOut.checked));
  };
  leaveOut.addEventListener("change", updateAllowed);
  change.addEventListener("click", () => {
    change.hidden = true;
    columns.hidden = false;
    contentChanged();
    within(columns, "input").focus({ preventScroll: true });
  });
  part(problems, "download").addEventListener("click", () => list && save(rowsOf(list), "rows-without-id.csv"));

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
    contentChanged();
  };

  /** @param {IdList} idList */
  const show = (idList) => {
    clear();
    list = idList;
    const isAsked = idList.needs === "column";
    const { text: sentence, kind } = summaryOf(idList);
    summary.textContent = sentence;
    if (kind) {
      summary.dataset["kind"] = kind;
    }
    fillColumns(columns, idList, choose);
    columns.hidden = !isAsked;
    change.hidden = isAsked || idList.columns.length < 2;
    fillProblems(problems, idList);
    leaveOutField.hidden = idList.problem_count === 0 || idList.ids.length === 0;
    part(leaveOutField, "leave-out-words").textContent = pluralText("js-ids-leave-out", idList.problem_count);
    updateAllowed();
    contentChanged();
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
  if (list.ids.length > MOST_IDS) {
    return { text: pluralText("js-ids-too-many", MOST_IDS), kind: "error" };
  }
  const sentences = [pluralText("js-ids-found", list.ids.length)];
  const column = list.columns.find((one) => one.index === list.column);
  if (column) {
    sentences.push(text("js-ids-from-column", { name: columnName(column) }));
  }
  if (list.repeated > 0) {
    sentences.push(pluralText("js-ids-repeated", list.repeated));
  }
  return { text: sentences.join(" ") };
}

/** @param {IdListColumn} column */
const columnName = (column) => column.name || text("js-ids-column", { number: formatNumber(column.index) });

/**
 * A table of the first rows, in which the person can choose a column.
 * @param {HTMLElement} container
 * @param {IdList} list
 * @param {(column: string) => void} choose
 */
function fillColumns(container, list, choose) {
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
    name.textContent = columnName(column);
    label.append(radio, name);
    cell.append(label);
    head.append(cell);
  }
  const depth = Math.max(0, ...shown.map((column) => column.sample.length));
  const rows = Array.from({ length: depth }, (_, index) => {
    const row = document.createElement("tr");
    for (const column of shown) {
      const cell = row.insertCell();
      const value = document.createElement("bdi");
      value.textContent = column.sample[index] ?? "";
      cell.append(value);
    }
    return row;
  });
  within(container, "thead").replaceChildren(head);
  within(container, "tbody").replaceChildren(...rows);
}

/**
 * @param {HTMLElement} problems
 * @param {IdList} list
 */
function fillProblems(problems, list) {
  problems.hidden = list.problem_count === 0;
  part(problems, "faults-words").textContent = pluralText("js-ids-malformed", list.problem_count);
  const shown = list.problems.slice(0, ROWS_SHOWN).map((problem) => {
    const item = document.createElement("li");
    const value = document.createElement("bdi");
    value.className = "ce-value";
    value.textContent = problem.value;
    item.append(`${text("js-ids-row", { number: formatNumber(problem.row) })} `, value, ` – ${problem.text}`);
    return item;
  });
  part(problems, "problems").replaceChildren(...shown);
  const isPart = list.problem_count > shown.length;
  part(problems, "first").hidden = !isPart;
  part(problems, "first").textContent = text("js-ids-first", { count: formatNumber(shown.length) });
}

/**
 * The rows with problems as a CSV file. Values that a spreadsheet would run as a formula are escaped.
 * @param {IdList} list
 */
function rowsOf(list) {
  /** @param {string} cell */
  const quoted = (cell) => `"${(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell).replace(/"/g, '""')}"`;
  const lines = list.problems.map(({ row, value, text: why }) => [String(row), quoted(value), quoted(why)].join(","));
  return new Blob([`\ufeffrow,value,reason\r\n${lines.join("\r\n")}\r\n`], { type: "text/csv" });
}
