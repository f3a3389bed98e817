// @ts-check
// The dialog that takes a list of contact ids, pasted or from a file. The service reads it; what it understood is shown
// before anything else is possible.

import { Problem } from "../shared/api/client.js";
import { readIdList } from "../shared/api/contacts.js";
import { text } from "../shared/boot.js";
import { ask } from "../shared/dialog.js";
import { buttonById, part, within } from "../shared/dom.js";
import { eraseMany } from "./delete-many.js";
import { listReport } from "./id-list-report.js";

/** @typedef {import("../shared/dialog.js").Controls} Controls */

const PAUSE = 300;
const LARGEST = 60 * 1024 * 1024;

/**
 * @param {HTMLElement} body
 * @param {Controls} dialog
 * @param {(ids: number[]) => void} found
 */
function watch(body, dialog, found) {
  const area = /** @type {HTMLTextAreaElement} */ (within(body, "textarea"));
  const file = /** @type {HTMLInputElement} */ (within(body, '[type="file"]'));
  let attempt = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;
  /** @type {Blob | string} */
  let content = "";
  dialog.signal.addEventListener("abort", () => attempt.abort());

  const report = listReport(body, {
    choose: (column) => void read(column),
    decide: (allowed) => dialog.allow(allowed),
    grown: () => dialog.grown(),
  });

  /** Nothing that was read before counts any more. */
  const forget = () => {
    attempt.abort();
    attempt = new AbortController();
    found([]);
    dialog.allow(false);
  };

  /** @param {string} [column] the one that the person named */
  const read = async (column) => {
    clearTimeout(typing);
    forget();
    const { signal } = attempt;
    if (typeof content === "string" && content.trim() === "") {
      report.clear();
      return;
    }
    if (content instanceof Blob && content.size > LARGEST) {
      report.showProblem(text("js-ids-file-large"));
      return;
    }
    report.showReading();
    try {
      const list = await readIdList(content, column, signal);
      found(list.ids);
      report.show(list);
    } catch (error) {
      if (!signal.aborted) {
        const known = error instanceof Problem;
        report.showProblem(known ? error.title : text("js-ids-unreadable"), known ? error.detail : "");
      }
    }
  };

  /** @param {File | null | undefined} chosen */
  const readFile = (chosen) => {
    if (chosen) {
      part(body, "file-name").textContent = chosen.name;
      area.value = "";
      content = chosen;
      void read();
    }
  };

  area.addEventListener("input", () => {
    clearTimeout(typing);
    forget();
    part(body, "file-name").textContent = "";
    content = area.value;
    typing = setTimeout(() => void read(), PAUSE);
  });
  file.addEventListener("change", () => {
    readFile(file.files?.[0]);
    // The same file can be chosen again, after somebody has mended it.
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
        dialog.allow(false);
        watch(body, dialog, (found) => {
          ids = found;
        });
      },
      act: async () => null,
    });
    if (decision.confirmed) {
      await eraseMany({ ids }, opener, notify, started);
    }
  };
  opener.addEventListener("click", () => void open());
}
