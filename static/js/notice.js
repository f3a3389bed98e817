// @ts-check
// The answer to what a person did: one notice at a time, at the place where the person acted, focused and in sight.

import { text } from "./boot.js";
import { copyOf, part, within } from "./dom.js";
import { bringIntoView } from "./frame.js";

/** @typedef {import("./types.js").NoticeContent} NoticeContent */

const ICONS = { success: "#icon-check", error: "#icon-alert", info: "#icon-info" };

/** @type {{ remove(): void } | null} */
let current = null;

export function removeNotice() {
  current?.remove();
  current = null;
}

/**
 * Builds the notice and lets `put` place it; `put` returns what has to be removed later.
 * @param {NoticeContent} content
 * @param {(notice: HTMLElement) => { remove(): void }} put
 * @param {() => void} [closed] moves the focus on when the person closes the notice
 */
export function showNotice(content, put, closed = () => {}) {
  removeNotice();
  const notice = copyOf("notice-template");
  notice.dataset["kind"] = content.kind;
  notice.setAttribute("role", content.kind === "error" ? "alert" : "status");
  within(notice, "use").setAttribute("href", ICONS[content.kind]);
  part(notice, "title").textContent = content.title;
  if (content.text) {
    const line = part(notice, "text");
    line.textContent = content.text;
    line.hidden = false;
  }
  if (content.requestId) {
    fillRequest(part(notice, "request"), content.requestId);
  }
  part(notice, "close").addEventListener("click", () => {
    removeNotice();
    closed();
  });
  current = put(notice);
  notice.focus({ preventScroll: true });
  bringIntoView(notice);
}

/**
 * The line with the request id, which support asks for.
 * @param {HTMLElement} line
 * @param {string} requestId
 */
export function fillRequest(line, requestId) {
  const id = document.createElement("code");
  id.textContent = requestId;
  line.replaceChildren(`${text("js-request-id")} `, id);
  line.hidden = false;
}
