// @ts-check
// What became of each contact of a job: a list that can be narrowed to one outcome and read on page by page.

import { boot, text } from "./boot.js";
import { copyOf, part, within } from "./dom.js";
import { problemNotice } from "./erase.js";
import { number } from "./format.js";
import { OUTCOMES, codeName, countOf, outcomeName } from "./job-words.js";
import { listItems } from "./jobs-api.js";

/** @typedef {import("./types.js").Job} Job */
/** @typedef {import("./types.js").JobItem} JobItem */

/**
 * @param {Job} job
 * @param {HTMLElement} place
 */
export function showItems(job, place) {
  const box = copyOf("items-template");
  const choice = /** @type {HTMLSelectElement} */ (within(box, "select"));
  const more = /** @type {HTMLButtonElement} */ (part(box, "more"));
  /** @type {number | null} */
  let next = null;
  let turn = 0;

  const load = async () => {
    const mine = ++turn;
    more.disabled = true;
    part(box, "status").textContent = text("js-job-items-loading");
    try {
      const page = await listItems(job.id, choice.value, next);
      if (mine === turn) {
        part(box, "rows").append(...page.items.map(itemRow));
        next = page.next;
        part(box, "status").textContent = part(box, "rows").childElementCount === 0 ? text("js-job-items-none") : "";
      }
    } catch (error) {
      if (mine === turn) {
        part(box, "status").textContent = problemNotice(error).title;
      }
    }
    if (mine === turn) {
      more.hidden = next === null;
      more.disabled = false;
    }
  };

  fillChoice(choice, job);
  choice.addEventListener("change", () => {
    part(box, "rows").replaceChildren();
    next = null;
    void load();
  });
  more.addEventListener("click", () => void load());
  place.replaceChildren(box);
  void load();
}

/**
 * @param {HTMLSelectElement} choice
 * @param {Job} job
 */
function fillChoice(choice, job) {
  for (const outcome of OUTCOMES.filter((one) => countOf(job, one) > 0)) {
    const option = document.createElement("option");
    option.value = outcome;
    option.textContent = `${outcomeName(outcome)} (${number(countOf(job, outcome))})`;
    choice.append(option);
  }
}

/** @param {JobItem} item */
function itemRow(item) {
  const row = copyOf("item-template");
  row.dataset["contactId"] = String(item.contact_id);
  row.dataset["outcome"] = item.outcome;
  part(row, "id").append(...idOf(item));
  part(row, "outcome").textContent = outcomeName(item.outcome);
  part(row, "why").textContent = item.message || codeName(item.code);
  part(row, "said").textContent = item.portal_says ?? "";
  part(row, "says").hidden = !item.portal_says;
  return row;
}

/** @param {JobItem} item */
function idOf(item) {
  const gone = ["deleted", "gone", "restored"].includes(item.outcome);
  const old = gone ? String(item.contact_id) : cardLink(item.contact_id);
  if (!item.new_id) {
    return [old];
  }
  const twin = item.twin_id ? [" + ", cardLink(item.twin_id)] : [];
  return [old, " → ", cardLink(item.new_id), ...twin];
}

/** @param {number} id */
function cardLink(id) {
  const link = document.createElement("a");
  link.className = "ce-link";
  link.href = `${boot.portal_origin ?? ""}/crm/contact/details/${id}/`;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = String(id);
  return link;
}
