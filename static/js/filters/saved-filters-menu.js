// @ts-check
// The menu of saved filters beside the search field: the user's own and the portal's shared ones. Each entry applies
// its filter. Users who may change it find the buttons for that beside it.

import { listFilters } from "../shared/api/filters.js";
import { boot, text } from "../shared/boot.js";
import { buttonById, byId, copyTemplate, part, within } from "../shared/dom.js";
import { showNoticeIn } from "../shared/notice.js";
import { problemNotice } from "../shared/problem.js";
import { filterOf, isSameFilter, loadConditionNames } from "./conditions.js";
import { currentFilter, filterTexts, showFilter } from "./current-filter.js";

/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */
/** @typedef {import("../shared/types.js").SavedFilter} SavedFilter */

const toggle = buttonById("views-toggle");
const menu = byId("views");

/** The dialogs are loaded when they are first needed. */
const loadDialogs = () => import("./saved-filter-dialog.js");

/** @type {SavedFilter[] | null} */
let savedFilters = null;
/** The content of the drawn rows. */
let drawnRows = "";

/** @param {NoticeContent} content */
function notify(content) {
  showNoticeIn(byId("list-notice"), content, () => toggle.focus());
}

/** @param {boolean} open */
function show(open) {
  menu.hidden = !open;
  toggle.setAttribute("aria-expanded", String(open));
  if (open) {
    void load();
  }
}

function close() {
  show(false);
  toggle.focus();
}

/** Shows the name of the applied saved filter on the menu's button. */
export function markShownFilter() {
  const shown = savedFilters?.find((saved) => isSameFilter(filterOf(saved), currentFilter()));
  byId("views-label").textContent = shown ? shown.name : text("js-views");
  byId("views-label").title = shown ? shown.name : "";
  toggle.toggleAttribute("data-chosen", shown !== undefined);
  for (const row of menu.querySelectorAll("[data-view]")) {
    const isShown = row.getAttribute("data-view") === String(shown?.id);
    within(row, "[data-part=use]").setAttribute("aria-pressed", String(isShown));
  }
  buttonById("views-save").disabled = Object.keys(currentFilter()).length === 0;
}

async function load() {
  const message = byId("views-note");
  message.textContent = text("js-views-loading");
  message.hidden = savedFilters !== null;
  try {
    savedFilters = await listFilters();
    await loadConditionNames(savedFilters.map(({ filter }) => filter));
    message.textContent = text("js-views-none");
    message.hidden = savedFilters.length > 0;
  } catch (error) {
    const { title, text: detail = "" } = problemNotice(error);
    message.textContent = `${title} ${detail}`;
    message.hidden = false;
  }
  draw();
}

/** Draws the rows only after a change, because one of them may have the focus. */
function draw() {
  const filters = savedFilters ?? [];
  const content = JSON.stringify(filters.map((saved) => [saved, filterTexts(filterOf(saved))]));
  if (content !== drawnRows) {
    drawnRows = content;
    keepingFocus(() => drawRows(filters));
  }
  markShownFilter();
}

/**
 * Keeps the focus on the same button of the same entry while the rows are drawn again. If it is gone, the menu's first
 * button gets the focus.
 * @param {() => void} drawAgain
 */
function keepingFocus(drawAgain) {
  const focused = document.activeElement;
  const id = focused?.closest("#views [data-view]")?.getAttribute("data-view");
  drawAgain();
  if (focused && id) {
    const same = menu.querySelector(`[data-view="${id}"] [data-part="${focused.getAttribute("data-part")}"]:not([hidden])`);
    /** @type {HTMLElement | null} */ (same ?? menu.querySelector("button:enabled"))?.focus();
  }
}

/** @param {SavedFilter[]} filters */
function drawRows(filters) {
  const sections = [
    ["views-own", filters.filter(({ shared }) => !shared)],
    ["views-shared", filters.filter(({ shared }) => shared)],
  ];
  for (const [id, group] of /** @type {[string, SavedFilter[]][]} */ (sections)) {
    byId(id).hidden = group.length === 0;
    within(byId(id), "ul").replaceChildren(...group.map(row));
  }
}

/** @param {SavedFilter} saved */
function row(saved) {
  const element = copyTemplate("view-template");
  element.dataset["view"] = String(saved.id);
  const conditions = filterTexts(filterOf(saved)).join(" · ");
  part(element, "name").textContent = saved.name;
  part(element, "conditions").textContent = conditions;
  part(element, "use").title = `${saved.name}\n${conditions}`;
  part(element, "use").addEventListener("click", () => {
    showFilter(filterOf(saved));
    close();
  });
  const [change, remove] = [part(element, "change"), part(element, "delete")];
  const mayChange = !saved.shared || boot.admin === true;
  change.hidden = !mayChange;
  remove.hidden = !mayChange;
  change.setAttribute("aria-label", text("js-view-change", { name: saved.name }));
  remove.setAttribute("aria-label", text("js-view-delete", { name: saved.name }));
  change.addEventListener("click", () => void runDialog(({ askAndSave, requestOf }) => askAndSave(saved.id, requestOf(saved), toggle, currentFilter())));
  remove.addEventListener("click", () => void runDialog(({ askAndDelete }) => askAndDelete(saved, toggle)));
  return element;
}

/** @param {(dialogs: typeof import("./saved-filter-dialog.js")) => Promise<NoticeContent | null>} run */
async function runDialog(run) {
  close();
  try {
    const notice = await run(await loadDialogs());
    if (notice) {
      await load();
      notify(notice);
    }
  } catch (error) {
    notify(problemNotice(error));
  }
}

/** Saves the list's current filter. */
const saveCurrent = () => void runDialog(({ askAndSave, newFilterRequest }) => askAndSave(null, newFilterRequest(currentFilter()), toggle));

/** @param {KeyboardEvent} event */
function moveByKey(event) {
  const buttons = /** @type {HTMLElement[]} */ (Array.from(menu.querySelectorAll("button:enabled")));
  const all = buttons.filter((button) => button.checkVisibility());
  const index = all.findIndex((button) => button === document.activeElement);
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (event.key === "Escape" && !menu.hidden) {
    event.stopPropagation();
    close();
  } else if (step !== 0 && all.length > 0) {
    event.preventDefault();
    if (menu.hidden) {
      show(true);
    }
    all[(index + step + all.length) % all.length]?.focus();
  }
}

export function listenToSavedFilters() {
  toggle.addEventListener("click", () => show(menu.hidden === true));
  within(document.body, ".ce-views").addEventListener("keydown", (event) => moveByKey(/** @type {KeyboardEvent} */ (event)));
  document.addEventListener("pointerdown", (event) => {
    if (!menu.hidden && event.target instanceof Node && !toggle.parentElement?.contains(event.target)) {
      show(false);
    }
  });
  buttonById("views-save").addEventListener("click", saveCurrent);
  buttonById("filter-save").addEventListener("click", saveCurrent);
}
