// @ts-check
// The shared views in the settings: what each looks for, when it prepares a draft, and what can be done with it.

import { meantBy } from "../filters/conditions.js";
import { conditionsInWords, keptQuery, useQuery } from "../filters/filters.js";
import { askAndDelete, askAndSave, wishOf } from "../filters/saved-filter-dialog.js";
import { nextInWords } from "../filters/schedule.js";
import { listFilters } from "../shared/api/filters.js";
import { boot, text } from "../shared/boot.js";
import { byId, copyOf, part } from "../shared/dom.js";
import { showNotice } from "../shared/notice.js";
import { learnPeople } from "../shared/people.js";
import { problemNotice } from "../shared/problem.js";
import { loadSources } from "../shared/sources.js";
import { openTab } from "../shared/tabs.js";

/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */
/** @typedef {import("../shared/types.js").SavedFilter} SavedFilter */

/** @param {NoticeContent} content */
function notify(content) {
  showNotice(content, (notice) => {
    byId("saved-notice").replaceChildren(notice);
    return notice;
  });
}

/** @param {SavedFilter} view */
function when(view) {
  if (view.paused) {
    const key = `js-reason-${view.paused.replaceAll("_", "-")}`;
    return text("js-filter-paused", { name: text(key in boot.messages ? key : "js-reason-internal") });
  }
  if (!view.next_at) {
    return text("js-filter-never");
  }
  const time = nextInWords(view.next_at, view.zone);
  return view.open_job === null
    ? text("js-view-next", { time })
    : text("js-filter-open", { time });
}

/** @param {SavedFilter} view */
function row(view) {
  const element = copyOf("saved-template");
  element.dataset["paused"] = String(view.paused !== null);
  part(element, "name").textContent = view.name;
  part(element, "conditions").textContent = conditionsInWords(meantBy(view)).join(" · ");
  part(element, "when").textContent = when(view);
  part(element, "use").hidden = view.query === null;
  part(element, "use").addEventListener("click", () => {
    useQuery(meantBy(view));
    void openTab("contacts", keptQuery());
  });
  const [change, remove] = [part(element, "change"), part(element, "delete")];
  change.addEventListener("click", () => void act(() => askAndSave(view.id, wishOf(view), change)));
  remove.addEventListener("click", () => void act(() => askAndDelete(view, remove)));
  return element;
}

/** @param {() => Promise<NoticeContent | null>} ask */
async function act(ask) {
  const notice = await ask();
  if (notice) {
    await showSavedFilters();
    notify(notice);
  }
}

export async function showSavedFilters() {
  try {
    const views = (await listFilters()).filter(({ shared }) => shared);
    const people = views.flatMap(({ filter }) => [filter.assigned_by ?? 0, filter.created_by ?? 0]);
    const sources = views.some(({ filter }) => filter.source) ? loadSources().catch(() => null) : null;
    await Promise.all([learnPeople(people.filter((id) => id > 0)), sources]);
    byId("saved").replaceChildren(...views.map(row));
    byId("saved-none").hidden = views.length > 0;
    byId("saved-none").textContent = text("js-filters-none");
  } catch (error) {
    notify(problemNotice(error));
  }
}
