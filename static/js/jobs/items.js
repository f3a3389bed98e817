// @ts-check
// What became of each contact of a job: those that were not deleted first. The list can be narrowed to one outcome and read
// on page by page.

import { listItems } from "../shared/api/jobs.js";
import { boot, text } from "../shared/boot.js";
import { copyOf, part, within } from "../shared/dom.js";
import { capitalized, number } from "../shared/format.js";
import { codeName, outcomeName } from "../shared/job-text.js";
import { problemNotice } from "../shared/problem.js";
import { TONES } from "./card.js";
import { OUTCOMES, countOf } from "./text.js";

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").JobItem} JobItem */
/** @typedef {import("../shared/types.js").Outcome} Outcome */

/** What somebody may have to act on comes first. @type {Outcome[]} */
const ORDER = ["failed", "denied", "protected", "cancelled", "pending", "gone", "deleted", "restored"];
/** So many rows are loaded at once, as long as there are more outcomes. */
const ENOUGH = 50;

/**
 * The contacts in pages, one outcome after the other.
 * @param {Job} job
 * @param {string} chosen nothing for all
 */
function reading(job, chosen) {
  const left = chosen ? [chosen] : ORDER.filter((outcome) => countOf(job, outcome) > 0);
  /** @type {number | null} */
  let after = null;
  return {
    isOver: () => left.length === 0,
    read: async () => {
      /** @type {JobItem[]} */
      const items = [];
      while (left.length > 0 && items.length < ENOUGH) {
        const page = await listItems(job.id, left[0] ?? "", after, true);
        items.push(...page.items);
        after = page.next;
        if (after === null) {
          left.shift();
        }
      }
      return items;
    },
  };
}

/**
 * @param {Job} job
 * @param {HTMLElement} place
 */
export function showItems(job, place) {
  const box = copyOf("items-template");
  const choice = /** @type {HTMLSelectElement} */ (within(box, "select"));
  const more = /** @type {HTMLButtonElement} */ (part(box, "more"));
  let reader = reading(job, "");

  const load = async () => {
    const mine = reader;
    more.disabled = true;
    part(box, "status").textContent = text("js-job-items-loading");
    try {
      const items = await mine.read();
      if (mine === reader) {
        part(box, "rows").append(...items.map(itemRow));
        part(box, "status").textContent = part(box, "rows").childElementCount === 0 ? text("js-job-items-none") : "";
      }
    } catch (error) {
      if (mine === reader) {
        part(box, "status").textContent = problemNotice(error).title;
      }
    }
    if (mine === reader) {
      more.hidden = mine.isOver();
      more.disabled = false;
    }
  };

  fillChoice(choice, job);
  choice.addEventListener("change", () => {
    part(box, "rows").replaceChildren();
    reader = reading(job, choice.value);
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
    option.textContent = `${capitalized(outcomeName(outcome))} (${number(countOf(job, outcome))})`;
    choice.append(option);
  }
}

/** @param {JobItem} item */
function itemRow(item) {
  const row = copyOf("item-template");
  row.dataset["contactId"] = String(item.contact_id);
  row.dataset["outcome"] = item.outcome;
  part(row, "contact").append(...contactOf(item));
  part(row, "outcome").textContent = capitalized(outcomeName(item.outcome));
  part(row, "outcome").dataset["tone"] = TONES[item.outcome];
  part(row, "why").append(...whyOf(item));
  part(row, "said").textContent = item.portal_says ?? "";
  part(row, "says").hidden = !item.portal_says;
  return row;
}

/** Why, with a link to the deal for which a contact was kept. @param {JobItem} item */
function whyOf(item) {
  const why = item.message || codeName(item.code);
  if (!item.deal_id) {
    return [why];
  }
  return [`${why} `, portalLink(`/crm/deal/details/${item.deal_id}/`, text("js-item-open-deal"))];
}

/** The contact's name, as far as it is known, and its number; the new one after a restore. @param {JobItem} item */
function contactOf(item) {
  const isGone = ["deleted", "gone", "restored"].includes(item.outcome);
  const name = document.createElement("bdi");
  name.className = "ce-items__name";
  name.textContent = item.name ?? "";
  const ids = document.createElement("span");
  ids.className = "ce-items__id";
  if (item.new_id) {
    const twin = item.twin_id ? [" + ", cardLink(item.twin_id, `#${item.twin_id}`)] : [];
    ids.append(`#${item.contact_id} → `, cardLink(item.new_id, `#${item.new_id}`), ...twin);
  } else if (isGone) {
    ids.append(`#${item.contact_id}`);
  } else if (item.name) {
    name.replaceChildren(cardLink(item.contact_id, item.name));
    ids.append(`#${item.contact_id}`);
  } else {
    ids.append(cardLink(item.contact_id, `#${item.contact_id}`));
  }
  return item.name ? [name, ids] : [ids];
}

/**
 * @param {number} id
 * @param {string} words
 */
const cardLink = (id, words) => portalLink(`/crm/contact/details/${id}/`, words);

/**
 * @param {string} path
 * @param {string} words
 */
function portalLink(path, words) {
  const link = document.createElement("a");
  link.className = "ce-link";
  link.href = `${boot.portal_origin ?? ""}${path}`;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = words;
  return link;
}
