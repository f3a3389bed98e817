// @ts-check
// The dialog that takes a list of contact ids, pasted or from a file, and shows what in it is no id before it goes on.

import { counted, text } from "./boot.js";
import { eraseMany } from "./bulk.js";
import { ask } from "./dialog.js";
import { buttonById, part, within } from "./dom.js";
import { readIds, textOf } from "./ids.js";
import { showAbove } from "./remove.js";

/** @typedef {import("./dialog.js").Controls} Controls */
/** @typedef {import("./ids.js").IdList} IdList */

const MOST = 100_000;
const PAUSE = 200;
const LARGEST_FILE = 20_000_000;

/** Lets the page draw and answer in between. */
const breathe = () => new Promise((/** @type {(value: void) => void} */ resolve) => setTimeout(resolve));

/**
 * @param {HTMLElement} body
 * @param {Controls} dialog
 * @param {(ids: number[]) => void} found
 */
function watch(body, dialog, found) {
  const area = /** @type {HTMLTextAreaElement} */ (within(body, "textarea"));
  const file = /** @type {HTMLInputElement} */ (within(body, '[type="file"]'));
  let turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;

  /** @param {string} content */
  const read = async (content) => {
    const mine = ++turn;
    dialog.allow(false);
    const list = await readIds(content, breathe);
    if (mine !== turn) {
      return;
    }
    const tooMany = list.ids.length > MOST;
    found(list.ids);
    fillReport(body, list, tooMany);
    dialog.allow(list.ids.length > 0 && !tooMany);
    dialog.grown();
  };

  /** @param {File | null | undefined} chosen */
  const readFile = async (chosen) => {
    if (!chosen) {
      return;
    }
    part(body, "file-name").textContent = chosen.name;
    if (chosen.size > LARGEST_FILE) {
      await read("");
      part(body, "summary").textContent = text("js-ids-file-large");
      return;
    }
    area.value = "";
    try {
      await read(await textOf(chosen));
    } catch {
      part(body, "summary").textContent = text("js-ids-unreadable");
    }
  };

  area.addEventListener("input", () => {
    clearTimeout(typing);
    dialog.allow(false);
    part(body, "file-name").textContent = "";
    typing = setTimeout(() => void read(area.value), PAUSE);
  });
  file.addEventListener("change", () => void readFile(file.files?.[0]));
  part(body, "file").addEventListener("click", () => file.click());
  body.addEventListener("dragover", (event) => event.preventDefault());
  body.addEventListener("drop", (event) => {
    if (event.dataTransfer?.files.length) {
      event.preventDefault();
      void readFile(event.dataTransfer.files[0]);
    }
  });
}

/**
 * @param {HTMLElement} body
 * @param {IdList} list
 * @param {boolean} tooMany
 */
function fillReport(body, list, tooMany) {
  const summary = [counted("js-ids-found", list.ids.length)];
  if (list.repeated > 0) {
    summary.push(counted("js-ids-repeated", list.repeated));
  }
  if (list.malformed > 0) {
    summary.push(counted("js-ids-malformed", list.malformed));
  }
  part(body, "summary").textContent = tooMany ? counted("js-ids-too-many", MOST) : summary.join(" ");
  const rows = list.problems.map(({ row, value, kind }) => {
    const item = document.createElement("li");
    const cell = document.createElement("bdi");
    cell.className = "ce-value";
    cell.textContent = value;
    item.append(`${text("js-ids-row", { number: String(row) })} `, cell, ` – ${text(`js-ids-is-${kind}`)}`);
    return item;
  });
  part(body, "problems").replaceChildren(...rows);
  part(body, "problems").hidden = rows.length === 0;
}

/** @param {() => void} refresh called when the list of contacts may have changed */
export function listenToIdList(refresh) {
  const opener = buttonById("ids-open");
  const open = async () => {
    /** @type {number[]} */
    let ids = [];
    const decision = await ask({
      title: text("js-ids-title"),
      action: text("js-ids-next"),
      tone: "primary",
      body: "confirm-ids",
      opener,
      fill: (body, dialog) => {
        dialog.allow(false);
        watch(body, dialog, (found) => {
          ids = found;
        });
      },
      act: async () => null,
    });
    if (decision.confirmed && (await eraseMany({ ids }, opener, showAbove))) {
      refresh();
    }
  };
  opener.addEventListener("click", () => void open());
}
