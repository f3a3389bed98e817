// @ts-check
// The body of the dialog before many contacts are deleted: the number, a sample, what is linked to the contacts, what
// is kept, the copies, and the field for the number.

import { boot, pluralText, text } from "../shared/boot.js";
import { part, within } from "../shared/dom.js";
import { formatNumber } from "../shared/format.js";
import { fillRequestId } from "../shared/notice.js";
import { STRICTEST_SETTINGS, fillCount } from "./confirm-one.js";
import { fillSample } from "./sample.js";

/** @typedef {import("../shared/dialog.js").Controls} Controls */
/** @typedef {import("../shared/types.js").Impact} Impact */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */
/** @typedef {import("../shared/types.js").DeletionSettings} DeletionSettings */

/**
 * Scrolls only the dialog's body, so that the opened part is visible as far as it fits.
 * @param {HTMLElement} opened
 */
function scrollIntoBody(opened) {
  const room = opened.closest(".ce-dialog__body");
  if (room) {
    const [inner, outer] = [opened.getBoundingClientRect(), room.getBoundingClientRect()];
    room.scrollTop += Math.max(0, Math.min(inner.bottom - outer.bottom, inner.top - outer.top));
  }
}

/**
 * @param {HTMLElement} body
 * @param {Controls} dialog
 * @param {(includeOpenDeals: boolean) => void} onDealsChange creates a new draft
 */
export function confirmManyBody(body, dialog, onDealsChange) {
  const input = /** @type {HTMLInputElement} */ (within(body, "#confirm-input"));
  const typing = part(body, "typing");
  const deals = /** @type {HTMLInputElement} */ (within(body, "#include-open-deals"));
  const inexact = part(body, "inexact");
  const inexactWords = inexact.textContent;
  /** How many contacts will be deleted. The title, the button and the field show this number. */
  let willDelete = 0;
  /** How many contacts were selected. */
  let total = 0;
  /** Whether the number may still become smaller. */
  let mayShrink = true;
  let confirmFrom = 0;
  let days = 0;
  /** Whether the settings are known, and with them how long copies are kept. */
  let areSettingsKnown = false;
  let isReady = false;

  const updateAllowed = () => {
    // Only digits count, because people type the separators that they read. The number of selected contacts is accepted
    // too: the bar has just shown it, and the deletion never covers more.
    const digits = input.value.replace(/[\s.,\u00a0\u202f'’]/g, "");
    const matches = digits === String(willDelete) || digits === String(total);
    const mustType = total >= confirmFrom;
    input.setAttribute("aria-invalid", String(!matches && input.value !== ""));
    dialog.setAllowed(isReady && willDelete > 0 && (!mustType || matches));
  };

  const showNumber = () => {
    const isNone = willDelete === 0 && !mayShrink;
    body.toggleAttribute("data-none", isNone);
    dialog.setTitle(isNone ? text("js-bulk-title-none") : pluralText(mayShrink ? "js-bulk-title-most" : "js-bulk-title", willDelete));
    const isPermanent = days > 0 && !keepsCopies();
    // The button shows no number while the number may still become smaller.
    const action = text(isPermanent ? "js-delete-for-good" : "js-confirm-delete");
    dialog.setAction(mayShrink || isNone ? action : pluralText(isPermanent ? "js-bulk-for-good" : "js-bulk-delete", willDelete));
    typing.hidden = !isReady || total < confirmFrom || willDelete === 0;
    part(typing, "typing-words").textContent = text("js-bulk-type", { count: formatNumber(willDelete) });
    updateAllowed();
  };
  input.addEventListener("input", updateAllowed);
  deals.addEventListener("change", () => onDealsChange(deals.checked));
  within(body, "details").addEventListener("toggle", () => {
    dialog.contentChanged();
    scrollIntoBody(within(body, "details"));
  });

  const showCopies = () => {
    const kept = days > 0 && keepsCopies();
    part(body, "snapshot").hidden = !kept;
    part(body, "snapshot-words").textContent = pluralText("js-bulk-snapshot", days);
    part(body, "no-snapshot").hidden = kept || !areSettingsKnown;
    showNumber();
    dialog.contentChanged();
  };

  /** @param {number | null} found contacts that were found so far */
  const showWaiting = (found) => {
    isReady = false;
    typing.hidden = true;
    part(body, "problem").hidden = true;
    part(body, "facts").setAttribute("aria-busy", "true");
    part(body, "wait").hidden = false;
    part(body, "wait-words").textContent = found ? pluralText("js-bulk-collecting", found) : text("js-bulk-looking");
    updateAllowed();
  };

  /**
   * @param {number} draftTotal
   * @param {DeletionSettings} settings
   */
  const showTotal = (draftTotal, settings) => {
    willDelete = draftTotal;
    total = draftTotal;
    mayShrink = true;
    confirmFrom = settings.confirm_from;
    days = settings.snapshot_days;
    areSettingsKnown = settings !== STRICTEST_SETTINGS;
    part(body, "wait-words").textContent = text("js-bulk-looking");
    part(body, "no-copy").hidden = !boot.admin || settings.snapshot_days === 0;
    showCopies();
  };

  /**
   * @param {number} listTotal the number that the list showed
   * @param {number} found
   */
  const showOtherTotal = (listTotal, found) => {
    part(body, "other-total").hidden = false;
    part(body, "other-total").textContent = text("js-bulk-other-total", { number: formatNumber(listTotal), count: formatNumber(found) });
  };

  /**
   * @param {Impact} impact
   * @param {number} draftTotal
   * @param {DeletionSettings} settings
   * @param {boolean} included
   */
  const showImpact = (impact, draftTotal, settings, included) => {
    showCounts(impact, draftTotal, settings, included);
    fillSample(body, impact);
    part(body, "facts").setAttribute("aria-busy", "false");
    part(body, "wait").hidden = true;
    isReady = true;
    showNumber();
    dialog.contentChanged();
  };

  /**
   * Shows the current counts of a set whose impact is already shown.
   * @param {Impact} impact
   * @param {number} draftTotal
   * @param {DeletionSettings} settings
   * @param {boolean} included
   */
  const showCounts = (impact, draftTotal, settings, included) => {
    fillCount(part(body, "open-deals"), impact.with_open_deals, "warning");
    fillCount(part(body, "deals"), impact.with_deals);
    fillCount(part(body, "companies"), impact.with_company);
    fillCount(part(body, "activities"), impact.with_activities);
    showKept(impact, draftTotal);
    showDealsChoice(impact, settings, included);
    inexact.hidden = impact.exact;
    inexact.textContent =
      impact.counted === undefined
        ? inexactWords
        : text("js-bulk-counting", { count: formatNumber(impact.counted), number: formatNumber(draftTotal) });
  };

  /** Shows that the counting has ended. */
  const showCountingEnd = () => {
    inexact.textContent = inexactWords;
  };

  /**
   * @param {Impact} impact
   * @param {number} draftTotal
   */
  const showKept = (impact, draftTotal) => {
    const kept = impact.protected ?? 0;
    const missing = impact.missing ?? 0;
    const unknown = impact.unknown ?? 0;
    part(body, "missing").hidden = missing === 0;
    part(body, "missing").textContent = pluralText("js-bulk-missing", missing);
    part(body, "kept-line").hidden = kept === 0;
    part(body, "kept").textContent = pluralText("js-bulk-kept", kept);
    part(body, "unknown").hidden = unknown === 0;
    part(body, "unknown").textContent = pluralText("js-bulk-unknown", unknown);
    // The number is final only when all contacts are counted.
    willDelete = impact.exact ? Math.max(0, draftTotal - kept - missing) : draftTotal;
    mayShrink = !impact.exact;
    showNumber();
  };

  /**
   * @param {Impact} impact
   * @param {DeletionSettings} settings
   * @param {boolean} included
   */
  const showDealsChoice = (impact, settings, included) => {
    const open = impact.with_open_deals ?? 0;
    part(body, "choice").hidden = settings.open_deals !== "ask" || (open === 0 && impact.exact && !included);
    deals.checked = included;
  };

  /** @param {NoticeContent} problem */
  const showProblem = (problem) => {
    isReady = false;
    part(body, "wait").hidden = true;
    part(body, "facts").hidden = true;
    typing.hidden = true;
    const notice = part(body, "problem");
    notice.hidden = false;
    part(notice, "title").textContent = problem.title;
    part(notice, "text").textContent = problem.text ?? "";
    if (problem.requestId) {
      fillRequestId(part(notice, "request"), problem.requestId);
    }
    updateAllowed();
    notice.focus();
    dialog.contentChanged();
  };

  const noCopy = /** @type {HTMLInputElement} */ (within(body, "#no-copy"));
  noCopy.addEventListener("change", () => showCopies());
  const keepsCopies = () => !noCopy.checked;

  return { showWaiting, showTotal, showOtherTotal, showImpact, showCounts, showCountingEnd, showProblem, keepsCopies };
}
