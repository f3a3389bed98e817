// @ts-check
// The shared saved filters in the settings: their conditions, their schedules, and buttons to change them.

import { filterOf, loadConditionNames } from "../filters/conditions.js";
import { filterAddress, filterTexts, showFilter } from "../filters/current-filter.js";
import { askAndDelete, askAndSave, requestOf } from "../filters/saved-filter-dialog.js";
import { nextRunText } from "../filters/schedule.js";
import { listFilters } from "../shared/api/filters.js";
import { text } from "../shared/boot.js";
import { byId, copyTemplate, part } from "../shared/dom.js";
import { reasonName } from "../shared/job-text.js";
import { showNoticeIn } from "../shared/notice.js";
import { problemNotice } from "../shared/problem.js";
import { openTab } from "../shared/tabs.js";

/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */
/** @typedef {import("../shared/types.js").SavedFilter} SavedFilter */

/** @param {NoticeContent} content */
function notify(content) {
  showNoticeIn(byId("saved-notice"), content);
}

/** @param {SavedFilter} saved */
function scheduleText(saved) {
  if (saved.paused) {
    return text("js-filter-paused", { name: reasonName(saved.paused) });
  }
  if (!saved.next_at) {
    return text("js-filter-never");
  }
  const time = nextRunText(saved.next_at, saved.zone);
  return saved.open_job === null
    ? text("js-view-next", { time })
    : text("js-filter-open", { time });
}

/** @param {SavedFilter} saved */
function row(saved) {
  const element = copyTemplate("saved-template");
  element.dataset["paused"] = String(saved.paused !== null);
  part(element, "name").textContent = saved.name;
  part(element, "conditions").textContent = filterTexts(filterOf(saved)).join(" · ");
  part(element, "when").textContent = scheduleText(saved);
  part(element, "use").hidden = saved.query === null;
  part(element, "use").addEventListener("click", () => {
    showFilter(filterOf(saved));
    void openTab("contacts", filterAddress());
  });
  const [change, remove] = [part(element, "change"), part(element, "delete")];
  change.addEventListener("click", () => void runDialog(() => askAndSave(saved.id, requestOf(saved), change)));
  remove.addEventListener("click", () => void runDialog(() => askAndDelete(saved, remove)));
  return element;
}

/** @param {() => Promise<NoticeContent | null>} run */
async function runDialog(run) {
  const notice = await run();
  if (notice) {
    await showSharedFilters();
    notify(notice);
  }
}

export async function showSharedFilters() {
  try {
    const filters = (await listFilters()).filter(({ shared }) => shared);
    await loadConditionNames(filters.map(({ filter }) => filter));
    byId("saved").replaceChildren(...filters.map(row));
    byId("saved-none").hidden = filters.length > 0;
    byId("saved-none").textContent = text("js-filters-none");
  } catch (error) {
    notify(problemNotice(error));
  }
}
