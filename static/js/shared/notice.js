// @ts-check
// Shows the answer to an action: one notice at a time, where the person acted, focused and visible. A success
// disappears after the person had time to read it. An error stays.

import { text } from "./boot.js";
import { copyTemplate, part, within } from "./dom.js";
import { bringIntoView } from "./frame.js";

/** @typedef {import("./types.js").NoticeContent} NoticeContent */

const ICONS = { success: "#icon-check", error: "#icon-alert", info: "#icon-info" };
const READING_TIME = 8_000;
const TICK = 250;

/** @type {{ remove(): void } | null} */
let current = null;

export function removeNotice() {
  current?.remove();
  current = null;
}

/**
 * Calls back when the person had time to read an element. The time stops while the pointer or the focus is in the
 * element and while the page is hidden.
 * @param {HTMLElement} element
 * @param {() => void} onRead
 */
export function afterReading(element, onRead) {
  let timeLeft = READING_TIME;
  const timer = setInterval(() => {
    if (!element.isConnected) {
      clearInterval(timer);
      return;
    }
    const isHeld = element.matches(":hover, :focus-visible, :has(:focus), :has([aria-busy='true'])");
    timeLeft -= isHeld || document.hidden ? 0 : TICK;
    if (timeLeft <= 0) {
      clearInterval(timer);
      onRead();
    }
  }, TICK);
}

/**
 * Shows a notice. `place` inserts it and returns what has to be removed later.
 * @param {NoticeContent} content
 * @param {(notice: HTMLElement) => { remove(): void }} place
 * @param {() => void} [onClose] moves the focus after the person closed the notice
 */
export function showNotice(content, place, onClose = () => {}) {
  removeNotice();
  const notice = copyTemplate("notice-template");
  part(notice, "close").addEventListener("click", () => {
    removeNotice();
    onClose();
  });
  part(notice, "act").addEventListener("click", () => void runAction(notice));
  current = place(notice);
  fill(notice, content);
}

/**
 * Shows a notice as the only content of a container.
 * @param {HTMLElement} container
 * @param {NoticeContent} content
 * @param {() => void} [onClose] as above
 */
export function showNoticeIn(container, content, onClose) {
  const place = (/** @type {HTMLElement} */ notice) => {
    container.replaceChildren(notice);
    return notice;
  };
  showNotice(content, place, onClose);
}

/** @type {WeakMap<HTMLElement, () => Promise<NoticeContent>>} */
const actions = new WeakMap();
/** The content that a notice shows now. @type {WeakMap<HTMLElement, NoticeContent>} */
const contents = new WeakMap();

/**
 * Runs the action that the notice offers, and shows its answer in the same notice.
 * @param {HTMLElement} notice
 */
async function runAction(notice) {
  const action = actions.get(notice);
  const button = part(notice, "act");
  if (!action || button.getAttribute("aria-busy") === "true") {
    return;
  }
  button.setAttribute("aria-busy", "true");
  const answer = await action();
  button.removeAttribute("aria-busy");
  if (notice.isConnected) {
    fill(notice, answer);
  }
}

/**
 * @param {HTMLElement} notice
 * @param {NoticeContent} content
 */
function fill(notice, content) {
  notice.dataset["kind"] = content.kind;
  notice.setAttribute("role", content.kind === "error" ? "alert" : "status");
  within(notice, "use").setAttribute("href", ICONS[content.kind]);
  part(notice, "title").textContent = content.title;
  part(notice, "text").textContent = content.text ?? "";
  part(notice, "text").hidden = !content.text;
  part(notice, "request").hidden = true;
  if (content.requestId) {
    fillRequestId(part(notice, "request"), content.requestId);
  }
  const link = /** @type {HTMLAnchorElement} */ (part(notice, "link"));
  link.hidden = !content.link;
  link.href = content.link?.href ?? "";
  link.textContent = content.link?.label ?? "";
  const button = part(notice, "act");
  button.hidden = !content.action;
  within(button, ".ce-button__label").textContent = content.action?.label ?? "";
  actions.delete(notice);
  if (content.action) {
    actions.set(notice, content.action.run);
  }
  notice.focus({ preventScroll: true });
  bringIntoView(notice);
  contents.set(notice, content);
  if (content.kind === "success" && !content.stays) {
    afterReading(notice, () => contents.get(notice) === content && removeNotice());
  }
}

/**
 * Shows the request id, which support asks for.
 * @param {HTMLElement} line
 * @param {string} requestId
 */
export function fillRequestId(line, requestId) {
  const id = document.createElement("code");
  id.textContent = requestId;
  line.replaceChildren(`${text("js-request-id")} `, id);
  line.hidden = false;
}
