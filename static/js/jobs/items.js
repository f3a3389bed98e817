// @ts-check
// The contacts of a job with their outcomes. Contacts that were not deleted come first. The person can choose one
// outcome and load more rows.

import { listItems } from "../shared/api/jobs.js";
import { text } from "../shared/boot.js";
import { cardLink, portalLink } from "../shared/contact.js";
import { copyTemplate, part, within } from "../shared/dom.js";
import { capitalized, formatNumber } from "../shared/format.js";
import { codeName, outcomeName } from "../shared/job-text.js";
import { problemNotice } from "../shared/problem.js";
import { TONES } from "./card.js";
import { OUTCOMES, countOf, isLive } from "./states.js";

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").JobItem} JobItem */
/** @typedef {import("../shared/types.js").Outcome} Outcome */

/** Outcomes that may need an action come first. @type {Outcome[]} */
const READ_ORDER = ["failed", "denied", "protected", "cancelled", "pending", "gone", "deleted", "restored"];
/** How many rows to load at once, across outcomes. */
const ROWS_PER_LOAD = 50;
/** How often the rows of a running job are read again, in milliseconds. */
const REFRESH_EVERY = 5_000;

/**
 * Reads the contacts page by page, one outcome after the other.
 * @param {Job} job
 * @param {string} outcome empty for all
 */
function itemReader(job, outcome) {
  const outcomesLeft = outcome ? [outcome] : READ_ORDER.filter((outcome) => countOf(job, outcome) > 0);
  /** @type {number | null} */
  let after = null;
  return {
    isOver: () => outcomesLeft.length === 0,
    read: async () => {
      /** @type {JobItem[]} */
      const items = [];
      while (outcomesLeft.length > 0 && items.length < ROWS_PER_LOAD) {
        const page = await listItems(job.id, outcomesLeft[0] ?? "", after, true);
        items.push(...page.items);
        after = page.next;
        if (after === null) {
          outcomesLeft.shift();
        }
      }
      return items;
    },
  };
}

/** Outcomes and their numbers: what the rows were read for. @param {Job} job */
const countsOf = (job) => OUTCOMES.map((outcome) => countOf(job, outcome)).join();

/**
 * Shows the contacts of a job in a container.
 * @param {Job} job
 * @param {HTMLElement} container
 */
export function showItems(job, container) {
  const { box } = itemList(job, "");
  container.replaceChildren(box);
}

/**
 * Reads shown contacts again after their outcomes have changed. While the job runs, rows that the person uses stay as they
 * are.
 * @param {Job} job
 * @param {HTMLElement} container
 */
export async function refreshItems(job, container) {
  const shown = /** @type {HTMLElement | null} */ (container.querySelector("[data-counts]"));
  if (!shown || shown.dataset["counts"] === countsOf(job)) {
    return;
  }
  const isFresh = Date.now() - Number(shown.dataset["readAt"]) < REFRESH_EVERY;
  const isUsed = container.matches(":hover, :focus-within") || part(shown, "rows").childElementCount > ROWS_PER_LOAD;
  if (isLive(job) && (isFresh || isUsed)) {
    return;
  }
  const chosen = /** @type {HTMLSelectElement} */ (within(shown, "select")).value;
  const hadFocus = within(shown, "select") === document.activeElement;
  const { box, loaded } = itemList(job, chosen);
  shown.dataset["counts"] = countsOf(job);
  // A later reading may be answered first. Only the latest one is shown.
  const reading = String(Number(container.dataset["reading"] ?? 0) + 1);
  container.dataset["reading"] = reading;
  await loaded;
  if (!container.hidden && container.dataset["reading"] === reading) {
    container.replaceChildren(box);
    if (hadFocus) {
      within(box, "select").focus();
    }
  }
}

/**
 * A new list of a job's contacts, and when its first rows are there.
 * @param {Job} job
 * @param {string} chosen the outcome to show; empty for all
 */
function itemList(job, chosen) {
  const box = copyTemplate("items-template");
  const outcomeSelect = /** @type {HTMLSelectElement} */ (within(box, "select"));
  const more = /** @type {HTMLButtonElement} */ (part(box, "more"));
  box.dataset["counts"] = countsOf(job);
  box.dataset["readAt"] = String(Date.now());
  fillOutcomes(outcomeSelect, job);
  outcomeSelect.value = chosen;
  if (outcomeSelect.value !== chosen) {
    outcomeSelect.value = "";
  }
  let reader = itemReader(job, outcomeSelect.value);

  const load = async () => {
    const current = reader;
    more.disabled = true;
    part(box, "status").textContent = text("js-job-items-loading");
    try {
      const items = await current.read();
      if (current === reader) {
        part(box, "rows").append(...items.map(itemRow));
        part(box, "status").textContent = part(box, "rows").childElementCount === 0 ? text("js-job-items-none") : "";
      }
    } catch (error) {
      if (current === reader) {
        part(box, "status").textContent = problemNotice(error).title;
      }
    }
    if (current === reader) {
      more.hidden = current.isOver();
      more.disabled = false;
    }
  };

  outcomeSelect.addEventListener("change", () => {
    part(box, "rows").replaceChildren();
    reader = itemReader(job, outcomeSelect.value);
    void load();
  });
  more.addEventListener("click", () => void load());
  return { box, loaded: load() };
}

/**
 * @param {HTMLSelectElement} outcomeSelect
 * @param {Job} job
 */
function fillOutcomes(outcomeSelect, job) {
  for (const outcome of OUTCOMES.filter((one) => countOf(job, one) > 0)) {
    const option = document.createElement("option");
    option.value = outcome;
    option.textContent = `${capitalized(outcomeName(outcome))} (${formatNumber(countOf(job, outcome))})`;
    outcomeSelect.append(option);
  }
}

/** @param {JobItem} item */
function itemRow(item) {
  const row = copyTemplate("item-template");
  row.dataset["contactId"] = String(item.contact_id);
  row.dataset["outcome"] = item.outcome;
  part(row, "contact").append(...contactNodes(item));
  part(row, "outcome").textContent = capitalized(outcomeName(item.outcome));
  part(row, "outcome").dataset["tone"] = TONES[item.outcome];
  part(row, "why").append(...reasonNodes(item));
  part(row, "said").textContent = item.portal_says ?? "";
  part(row, "says").hidden = !item.portal_says;
  return row;
}

/** The reason, with a link to the deal because of which a contact was kept. @param {JobItem} item */
function reasonNodes(item) {
  const why = item.message || codeName(item.code);
  if (!item.deal_id) {
    return [why];
  }
  return [`${why} `, portalLink(`/crm/deal/details/${item.deal_id}/`, text("js-item-open-deal"))];
}

/** The contact's name if known, its id, and the new id after a restore. @param {JobItem} item */
function contactNodes(item) {
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
