// @ts-check
// The middle of the dialog before many contacts are deleted: how many, who, what hangs on them, what is kept, where
// they go, and the number to type.

import { boot, counted, text } from "../shared/boot.js";
import { part, within } from "../shared/dom.js";
import { number } from "../shared/format.js";
import { fillRequest } from "../shared/notice.js";
import { CAREFUL, fillCount } from "./confirm-one.js";
import { sample } from "./sample.js";

/** @typedef {import("../shared/dialog.js").Controls} Controls */
/** @typedef {import("../shared/types.js").Impact} Impact */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */
/** @typedef {import("../shared/types.js").Settings} Settings */

/**
 * Scrolls the dialog alone, so that what was opened is seen as far as there is room for it.
 * @param {HTMLElement} opened
 */
function showWhole(opened) {
  const room = opened.closest(".ce-dialog__body");
  if (room) {
    const [inner, outer] = [opened.getBoundingClientRect(), room.getBoundingClientRect()];
    room.scrollTop += Math.max(0, Math.min(inner.bottom - outer.bottom, inner.top - outer.top));
  }
}

/**
 * @param {HTMLElement} body
 * @param {Controls} dialog
 * @param {(includeOpenDeals: boolean) => void} chooseDeals freezes the set anew
 */
export function bulkBody(body, dialog, chooseDeals) {
  const input = /** @type {HTMLInputElement} */ (within(body, "#confirm-input"));
  const typing = part(body, "typing");
  const deals = /** @type {HTMLInputElement} */ (within(body, "#include-open-deals"));
  const inexact = part(body, "inexact");
  const inexactWords = inexact.textContent;
  /** How many will be deleted: the one number that is asked about, typed and named on the button. */
  let going = 0;
  /** How many were chosen. */
  let total = 0;
  /** Whether it may still become less. */
  let isOpen = true;
  let confirmFrom = 0;
  let days = 0;
  /** Whether it is known what is kept of the contacts. */
  let isKnown = false;
  let ready = false;

  const decide = () => {
    // Digits alone count: people type the number with the separators that they read. How many were chosen counts as well:
    // the bar has just said it, and never fewer are spared.
    const digits = input.value.replace(/[\s.,\u00a0\u202f'’]/g, "");
    const matches = digits === String(going) || digits === String(total);
    const typed = total >= confirmFrom;
    input.setAttribute("aria-invalid", String(!matches && input.value !== ""));
    dialog.allow(ready && going > 0 && (!typed || matches));
  };

  const sayNumber = () => {
    const isNone = going === 0 && !isOpen;
    body.toggleAttribute("data-none", isNone);
    dialog.name(isNone ? text("js-bulk-title-none") : counted(isOpen ? "js-bulk-title-most" : "js-bulk-title", going));
    const forGood = days > 0 && !keepsCopies();
    // No number on the button while it may still become less.
    const open = text(forGood ? "js-delete-for-good" : "js-confirm-delete");
    dialog.act(isOpen || isNone ? open : counted(forGood ? "js-bulk-for-good" : "js-bulk-delete", going));
    typing.hidden = !ready || total < confirmFrom || going === 0;
    part(typing, "typing-words").textContent = text("js-bulk-type", { count: number(going) });
    decide();
  };
  input.addEventListener("input", decide);
  deals.addEventListener("change", () => chooseDeals(deals.checked));
  within(body, "details").addEventListener("toggle", () => {
    dialog.grown();
    showWhole(within(body, "details"));
  });

  const sayCopies = () => {
    const kept = days > 0 && keepsCopies();
    part(body, "snapshot").hidden = !kept;
    part(body, "snapshot-words").textContent = counted("js-bulk-snapshot", days);
    part(body, "no-snapshot").hidden = kept || !isKnown;
    sayNumber();
    dialog.grown();
  };

  /** @param {number | null} found how many the collection has found so far */
  const showWaiting = (found) => {
    ready = false;
    typing.hidden = true;
    part(body, "problem").hidden = true;
    part(body, "facts").setAttribute("aria-busy", "true");
    part(body, "wait").hidden = false;
    part(body, "wait-words").textContent = found ? counted("js-bulk-collecting", found) : text("js-bulk-looking");
    decide();
  };

  /**
   * @param {number} frozen
   * @param {Settings} settings
   */
  const showTotal = (frozen, settings) => {
    going = frozen;
    total = frozen;
    isOpen = true;
    confirmFrom = settings.confirm_from;
    days = settings.snapshot_days;
    isKnown = settings !== CAREFUL;
    part(body, "wait-words").textContent = text("js-bulk-looking");
    part(body, "no-copy").hidden = !boot.admin || settings.snapshot_days === 0;
    sayCopies();
  };

  /**
   * @param {number} seen what the list has shown
   * @param {number} found
   */
  const showOtherTotal = (seen, found) => {
    part(body, "other-total").hidden = false;
    part(body, "other-total").textContent = text("js-bulk-other-total", { number: number(seen), count: number(found) });
  };

  /**
   * @param {Impact} impact
   * @param {number} frozen
   * @param {Settings} settings
   * @param {boolean} included
   */
  const showImpact = (impact, frozen, settings, included) => {
    showCounts(impact, frozen, settings, included);
    sample(body, impact);
    part(body, "facts").setAttribute("aria-busy", "false");
    part(body, "wait").hidden = true;
    ready = true;
    sayNumber();
    dialog.grown();
  };

  /**
   * What was counted on, for a set whose impact is shown already.
   * @param {Impact} impact
   * @param {number} frozen
   * @param {Settings} settings
   * @param {boolean} included
   */
  const showCounts = (impact, frozen, settings, included) => {
    fillCount(part(body, "open-deals"), impact.with_open_deals, "warning");
    fillCount(part(body, "deals"), impact.with_deals);
    fillCount(part(body, "companies"), impact.with_company);
    fillCount(part(body, "activities"), impact.with_activities);
    showKept(impact, frozen);
    showChoice(impact, settings, included);
    inexact.hidden = impact.exact;
    inexact.textContent =
      impact.counted === undefined
        ? inexactWords
        : text("js-bulk-counting", { count: number(impact.counted), number: number(frozen) });
  };

  /** Nothing more will be counted. */
  const showRest = () => {
    inexact.textContent = inexactWords;
  };

  /**
   * @param {Impact} impact
   * @param {number} frozen
   */
  const showKept = (impact, frozen) => {
    const kept = impact.protected ?? 0;
    const missing = impact.missing ?? 0;
    const unknown = impact.unknown ?? 0;
    part(body, "missing").hidden = missing === 0;
    part(body, "missing").textContent = counted("js-bulk-missing", missing);
    part(body, "kept-line").hidden = kept === 0;
    part(body, "kept").textContent = counted("js-bulk-kept", kept);
    part(body, "unknown").hidden = unknown === 0;
    part(body, "unknown").textContent = counted("js-bulk-unknown", unknown);
    // How many are left is known only when all are counted.
    going = impact.exact ? Math.max(0, frozen - kept - missing) : frozen;
    isOpen = !impact.exact;
    sayNumber();
  };

  /**
   * @param {Impact} impact
   * @param {Settings} settings
   * @param {boolean} included
   */
  const showChoice = (impact, settings, included) => {
    const open = impact.with_open_deals ?? 0;
    part(body, "choice").hidden = settings.open_deals !== "ask" || (open === 0 && impact.exact && !included);
    deals.checked = included;
  };

  /** @param {NoticeContent} problem */
  const showProblem = (problem) => {
    ready = false;
    part(body, "wait").hidden = true;
    part(body, "facts").hidden = true;
    typing.hidden = true;
    const notice = part(body, "problem");
    notice.hidden = false;
    part(notice, "title").textContent = problem.title;
    part(notice, "text").textContent = problem.text ?? "";
    if (problem.requestId) {
      fillRequest(part(notice, "request"), problem.requestId);
    }
    decide();
    notice.focus();
    dialog.grown();
  };

  const noCopy = /** @type {HTMLInputElement} */ (within(body, "#no-copy"));
  noCopy.addEventListener("change", () => sayCopies());
  const keepsCopies = () => !noCopy.checked;

  return { showWaiting, showTotal, showOtherTotal, showImpact, showCounts, showRest, showProblem, keepsCopies };
}
