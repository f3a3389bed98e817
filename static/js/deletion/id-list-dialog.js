// @ts-check
// The dialog for a list of contact ids, pasted or from a file. The service reads the list. The dialog shows the result
// before the person can continue.

import { Problem } from "../shared/api/client.js";
import { readIdList } from "../shared/api/contacts.js";
import { text } from "../shared/boot.js";
import { ask } from "../shared/dialog.js";
import { buttonById, part, within } from "../shared/dom.js";
import { deleteMany } from "./delete-many.js";
import { idListReport } from "./id-list-report.js";

/** @typedef {import("../shared/dialog.js").Controls} Controls */

const TYPING_PAUSE = 300;
const MOST_BYTES = 60 * 1024 * 1024;

/**
 * @param {HTMLElement} body
 * @param {Controls} dialog
 * @param {(ids: number[]) => void} onIds
 */
function listenToContent(body, dialog, onIds) {
  const area = /** @type {HTMLTextAreaElement} */ (within(body, "textarea"));
  const file = /** @type {HTMLInputElement} */ (within(body, '[type="file"]'));
  let attempt = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;
  /** @type {Blob | string} */
  let content = "";
  dialog.signal.addEventListener("abort", () => attempt.abort());

  const report = idListReport(body, {
    choose: (column) => void readContent(column),
    setAllowed: (allowed) => dialog.setAllowed(allowed),
    contentChanged: () => dialog.contentChanged(),
  });

  /** Discards the ids of an earlier reading. */
  const discardIds = () => {
    attempt.abort();
    attempt = new AbortController();
    onIds([]);
    dialog.setAllowed(false);
  };

  /** @param {string} [column] the column that the person chose */
  const readContent = async (column) => {
    clearTimeout(typing);
    discardIds();
    const { signal } = attempt;
    if (typeof content === "string" && content.trim() === "") {
      report.clear();
      return;
    }
    if (content instanceof Blob && content.size > MOST_BYTES) {
      report.showProblem(text("js-ids-file-large"));
      return;
    }
    report.showReading();
    try {
      const list = await readIdList(content, column, signal);
      onIds(list.ids);
      report.show(list);
    } catch (error) {
      if (!signal.aborted) {
        const isProblem = error instanceof Problem;
        report.showProblem(isProblem ? error.title : text("js-ids-unreadable"), isProblem ? error.detail : "");
      }
    }
  };

  /** @param {File | null | undefined} selected */
  const readFile = (selected) => {
    if (selected) {
      part(body, "file-name").textContent = selected.name;
      area.value = "";
      content = selected;
      void readContent();
    }
  };

  area.addEventListener("input", () => {
    clearTimeout(typing);
    discardIds();
    part(body, "file-name").textContent = "";
    content = area.value;
    typing = setTimeout(() => void readContent(), TYPING_PAUSE);
  });
  file.addEventListener("change", () => {
    readFile(file.files?.[0]);
    // An empty field lets the person choose the same file again after a correction.
    file.value = "";
  });
  part(body, "file").addEventListener("click", () => file.click());
  body.addEventListener("dragover", (event) => event.preventDefault());
  body.addEventListener("drop", (event) => {
    if (event.dataTransfer?.files.length) {
      event.preventDefault();
      readFile(event.dataTransfer.files[0]);
    }
  });
}

/**
 * @param {(notice: import("../shared/types.js").NoticeContent) => void} notify
 * @param {() => void} started called when a job was started
 */
export function listenToIdList(notify, started) {
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
        dialog.setAllowed(false);
        listenToContent(body, dialog, (found) => {
          ids = found;
        });
      },
      run: async () => null,
    });
    if (decision.confirmed) {
      await deleteMany({ ids }, opener, notify, started);
    }
  };
  opener.addEventListener("click", () => void open());
}
