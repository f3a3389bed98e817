// @ts-check
// The saved filters in the settings: what each says, when it prepares a draft, and what can be done with it.

import { boot, text } from "./boot.js";
import { byId, copyOf, part } from "./dom.js";
import { problemNotice } from "./erase.js";
import { askAndSave } from "./filter-dialog.js";
import { deleteFilter, listFilters } from "./filters-api.js";
import { conditionsInWords, keptQuery, useQuery } from "./filters.js";
import { momentOf, number } from "./format.js";
import { showNotice } from "./notice.js";
import { openTab } from "./tabs.js";

/** @typedef {import("./types.js").SavedFilter} SavedFilter */

/** @param {import("./types.js").NoticeContent} content */
function notify(content) {
  showNotice(content, (notice) => {
    byId("saved-notice").replaceChildren(notice);
    return notice;
  });
}

/** @param {SavedFilter} filter */
function when(filter) {
  if (filter.paused) {
    const key = `js-reason-${filter.paused.replaceAll("_", "-")}`;
    return text("js-filter-paused", { name: text(key in boot.messages ? key : "js-reason-internal") });
  }
  if (filter.next_at && filter.open_job !== null) {
    return text("js-filter-open", { number: String(filter.open_job), time: momentOf(filter.next_at) });
  }
  return filter.next_at ? text("js-filter-next", { time: momentOf(filter.next_at) }) : text("js-filter-never");
}

/** @param {SavedFilter} filter */
function row(filter) {
  const element = copyOf("saved-template");
  element.dataset["paused"] = String(filter.paused !== null);
  part(element, "name").textContent = filter.name;
  const older = filter.older_than_days === null ? [] : [text("js-filter-older", { count: number(filter.older_than_days) })];
  part(element, "conditions").textContent = [...conditionsInWords(filter.filter), ...older].join(" · ");
  part(element, "when").textContent = when(filter);
  const { query } = filter;
  part(element, "use").hidden = query === null;
  part(element, "use").addEventListener("click", () => {
    useQuery(query ?? {});
    void openTab("contacts", keptQuery());
  });
  const change = part(element, "change");
  change.addEventListener("click", () => void save(filter, change));
  part(element, "delete").addEventListener("click", () => void remove(filter));
  return element;
}

/**
 * @param {SavedFilter} filter
 * @param {HTMLElement} opener
 */
async function save(filter, opener) {
  const { name, filter: conditions, older_than_days, schedule } = filter;
  const notice = await askAndSave(filter.id, { name, filter: conditions, older_than_days, schedule }, opener);
  if (notice) {
    await showSavedFilters();
    notify({ ...notice, ...(notice.kind === "success" ? { text: "" } : {}) });
  }
}

/** @param {SavedFilter} filter */
async function remove(filter) {
  try {
    await deleteFilter(filter.id);
    await showSavedFilters();
  } catch (error) {
    notify(problemNotice(error));
  }
}

export async function showSavedFilters() {
  try {
    const filters = await listFilters();
    byId("saved").replaceChildren(...filters.map(row));
    byId("saved-none").hidden = filters.length > 0;
    byId("saved-none").textContent = text("js-filters-none");
  } catch (error) {
    notify(problemNotice(error));
  }
}
