// @ts-check
// The middle of the dialog before many contacts are deleted: how many, who, what hangs on them, what is kept, where
// they go, and the number to type.

import { boot, counted, text } from "./boot.js";
import { fillCount } from "./confirm.js";
import { part, within } from "./dom.js";
import { nameOf, number } from "./format.js";
import { fillRequest } from "./notice.js";

/** @typedef {import("./dialog.js").Controls} Controls */
/** @typedef {import("./types.js").Impact} Impact */
/** @typedef {import("./types.js").NoticeContent} NoticeContent */
/** @typedef {import("./types.js").Settings} Settings */

const NAMES = 50;

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
  let total = 0;
  let days = 0;
  let ready = false;
  let typed = true;
  let nobody = false;

  const decide = () => {
    // Digits alone count: people type the number with the separators that they read.
    const matches = input.value.replace(/[\s.,\u00a0\u202f'’]/g, "") === String(total);
    input.setAttribute("aria-invalid", String(!matches && input.value !== ""));
    dialog.allow(ready && !nobody && (!typed || matches));
  };
  input.addEventListener("input", decide);
  deals.addEventListener("change", () => chooseDeals(deals.checked));

  const sayCopies = () => {
    const kept = days > 0 && keepsCopies();
    part(body, "snapshot-words").textContent = kept ? counted("js-bulk-snapshot", days) : text("js-bulk-no-snapshot");
  };

  /** @param {number | null} found how many the collection has found so far */
  const showWaiting = (found) => {
    ready = false;
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
    total = frozen;
    typed = total >= settings.confirm_from;
    dialog.name(counted("js-bulk-title", total));
    part(body, "wait-words").textContent = text("js-bulk-looking");
    part(body, "snapshot").hidden = false;
    days = settings.snapshot_days;
    sayCopies();
    part(body, "no-copy").hidden = !boot.admin || settings.snapshot_days === 0;
    typing.hidden = !typed;
    part(typing, "typing-words").textContent = text("js-bulk-type", { count: number(total) });
    dialog.grown();
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
    showNames(impact);
    part(body, "facts").setAttribute("aria-busy", "false");
    part(body, "wait").hidden = true;
    ready = frozen > 0;
    decide();
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
    fillCount(part(body, "open-deals"), impact.with_open_deals);
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
    const lines = [
      { name: "missing", key: "js-bulk-missing", count: missing },
      { name: "kept", key: "js-bulk-kept", count: kept },
    ].filter(({ name, key, count }) => {
      part(body, name).hidden = count === 0;
      part(body, name).textContent = counted(key, count);
      return count > 0;
    });
    nobody = missing >= frozen;
    // How many are left is known only when all are counted.
    const last = lines[lines.length - 1];
    if (last && impact.exact) {
      part(body, last.name).append(` ${counted("js-bulk-rest", Math.max(0, frozen - kept - missing))}`);
    }
    const unknown = impact.unknown ?? 0;
    part(body, "unknown").hidden = unknown === 0;
    part(body, "unknown").textContent = counted("js-bulk-unknown", unknown);
    decide();
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

  /** @param {Impact} impact */
  const showNames = (impact) => {
    const names = impact.sample.slice(0, NAMES).map((contact) => {
      const item = document.createElement("li");
      const name = document.createElement("bdi");
      name.textContent = nameOf(contact);
      item.append(name);
      return item;
    });
    part(body, "names").replaceChildren(...names);
    part(body, "who").hidden = names.length === 0;
    // Who was not found is in nobody's list.
    const rest = impact.total - (impact.exact ? (impact.missing ?? 0) : 0) - names.length;
    part(body, "who-words").textContent =
      rest > 0 ? counted("js-bulk-first", names.length) : text("js-bulk-names");
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
