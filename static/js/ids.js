// @ts-check
// Reads a list of contact ids out of pasted text or a file: one a line, separated by commas, or a column of a table.
// Nothing here touches the page.

const LARGEST = 4_294_967_295;
const HEADER = /^(id|contact[ _-]?id|ид|id контакта)$/i;
const ROWS_AT_ONCE = 10_000;
const PROBLEMS_KEPT = 200;
const LONGEST_CELL = 80;

/** @typedef {{ row: number, value: string, kind: "malformed" | "repeated" }} RowProblem */

/**
 * @typedef {object} IdList
 * @property {number[]} ids each once, in the order of the list
 * @property {number} repeated
 * @property {number} malformed
 * @property {RowProblem[]} problems the first of them
 */

/**
 * A line's cells, quotes taken off.
 * @param {string} line
 * @param {RegExp} separator
 */
const cellsOf = (line, separator) => line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1").trim());

/**
 * The number that a cell writes; null for anything that the API would not take as an id.
 * @param {string} cell
 */
function idOf(cell) {
  const id = /^[1-9]\d{0,9}$/.test(cell) ? Number(cell) : 0;
  return id > 0 && id <= LARGEST ? id : null;
}

/**
 * Which cells of a table's line are ids: the column that the first line names, else all when all are numbers, else the
 * first. Without a table every word is meant as an id.
 * @param {string[]} cells
 * @param {number} column -1 without a header
 * @param {boolean} isTable
 */
function idCells(cells, column, isTable) {
  if (column >= 0) {
    return [cells[column] ?? ""];
  }
  const filled = cells.filter(Boolean);
  return !isTable || filled.every((cell) => /^\d+$/.test(cell)) ? filled : filled.slice(0, 1);
}

/**
 * @param {string} content
 * @param {() => Promise<void>} breathe called now and then, so that the page stays alive
 * @returns {Promise<IdList>}
 */
export async function readIds(content, breathe) {
  const lines = content.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  /** @type {Set<number>} */
  const ids = new Set();
  /** @type {IdList} */
  const found = { ids: [], repeated: 0, malformed: 0, problems: [] };
  const first = cellsOf(lines[0] ?? "", /[;,\t]/);
  const column = first.findIndex((cell) => HEADER.test(cell));
  const isTable = column >= 0 || lines.some((line) => /[;,\t]/.test(line));
  const separator = isTable ? /[;,\t]/ : /\s+/;
  /**
   * @param {"malformed" | "repeated"} kind
   * @param {number} row
   * @param {string} value
   */
  const note = (kind, row, value) => {
    found[kind] += 1;
    if (found.problems.length < PROBLEMS_KEPT) {
      found.problems.push({ row, value: value.slice(0, LONGEST_CELL), kind });
    }
  };
  for (let at = column >= 0 ? 1 : 0; at < lines.length; at += 1) {
    const line = (lines[at] ?? "").trim();
    if (at % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) {
      await breathe();
    }
    for (const cell of line === "" ? [] : idCells(cellsOf(line, separator), column, isTable)) {
      const id = idOf(cell);
      if (id === null) {
        note("malformed", at + 1, cell || line);
      } else if (ids.has(id)) {
        note("repeated", at + 1, cell);
      } else {
        ids.add(id);
      }
    }
  }
  found.ids = Array.from(ids);
  return found;
}

/**
 * A file's text. Excel writes "Unicode text" as UTF-16.
 * @param {Blob} file
 */
export async function textOf(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isWide ? "utf-16le" : "utf-8").decode(bytes);
}
