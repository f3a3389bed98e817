// @ts-check
// The answer to what a person did: one notice at a time, at the place where the person acted, focused and in sight. A
// success leaves by itself once there was time to read it and to act on it; what went wrong stays.

import { text } from "./boot.js";
import { copyOf, part, within } from "./dom.js";
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
 * Calls back when somebody had the time to read something. The time stands still while the pointer is on it, while the
 * keyboard is in it, and while the page cannot be seen.
 * @param {HTMLElement} element
 * @param {() => void} done
 */
export function afterReading(element, done) {
  let left = READING_TIME;
  const timer = setInterval(() => {
    if (!element.isConnected) {
      clearInterval(timer);
      return;
    }
    const isHeld = element.matches(":hover, :focus-visible, :has(:focus), :has([aria-busy='true'])");
    left -= isHeld || document.hidden ? 0 : TICK;
    if (left <= 0) {
      clearInterval(timer);
      done();
    }
  }, TICK);
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
  part(notice, "close").addEventListener("click", () => {
    removeNotice();
    closed();
  });
  part(notice, "act").addEventListener("click", () => void act(notice));
  current = put(notice);
  fill(notice, content);
}

/** @type {WeakMap<HTMLElement, () => Promise<NoticeContent>>} */
const acts = new WeakMap();
/** What a notice says now. @type {WeakMap<HTMLElement, NoticeContent>} */
const told = new WeakMap();

/**
 * What is offered beside the notice; the answer to it stands in the same place.
 * @param {HTMLElement} notice
 */
async function act(notice) {
  const run = acts.get(notice);
  const button = part(notice, "act");
  if (!run || button.getAttribute("aria-busy") === "true") {
    return;
  }
  button.setAttribute("aria-busy", "true");
  const answer = await run();
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
    fillRequest(part(notice, "request"), content.requestId);
  }
  const link = /** @type {HTMLAnchorElement} */ (part(notice, "link"));
  link.hidden = !content.link;
  link.href = content.link?.href ?? "";
  link.textContent = content.link?.label ?? "";
  const button = part(notice, "act");
  button.hidden = !content.action;
  within(button, ".ce-button__label").textContent = content.action?.label ?? "";
  acts.delete(notice);
  if (content.action) {
    acts.set(notice, content.action.run);
  }
  notice.focus({ preventScroll: true });
  bringIntoView(notice);
  told.set(notice, content);
  if (content.kind === "success" && !content.stays) {
    afterReading(notice, () => told.get(notice) === content && removeNotice());
  }
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
