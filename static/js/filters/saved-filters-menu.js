// @ts-check
// The menu of views beside the search field: a person's own and the portal's shared ones. Choosing one sets the list's
// conditions; whoever may change a view finds that beside it.

import { listFilters } from "../shared/api/filters.js";
import { boot, text } from "../shared/boot.js";
import { buttonById, byId, copyOf, part, within } from "../shared/dom.js";
import { showNotice } from "../shared/notice.js";
import { learnPeople } from "../shared/people.js";
import { problemNotice } from "../shared/problem.js";
import { loadSources } from "../shared/sources.js";
import { isSame, meantBy } from "./conditions.js";
import { conditionsInWords, meantQuery, useQuery } from "./filters.js";

/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */
/** @typedef {import("../shared/types.js").SavedFilter} SavedFilter */

const toggle = buttonById("views-toggle");
const menu = byId("views");

/** What only they need who change a view comes when they do. */
const dialogs = () => import("./saved-filter-dialog.js");

/** @type {SavedFilter[] | null} */
let views = null;
/** What the rows say. */
let drawn = "";

/** @param {NoticeContent} content */
function notify(content) {
  showNotice(content, (notice) => {
    byId("list-notice").replaceChildren(notice);
    return notice;
  }, () => toggle.focus());
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

/** The name of the view that the list shows stands on the button. */
export function markView() {
  const shown = views?.find((view) => isSame(meantBy(view), meantQuery()));
  byId("views-label").textContent = shown ? shown.name : text("js-views");
  byId("views-label").title = shown ? shown.name : "";
  toggle.toggleAttribute("data-chosen", shown !== undefined);
  for (const row of menu.querySelectorAll("[data-view]")) {
    const isShown = row.getAttribute("data-view") === String(shown?.id);
    within(row, "[data-part=use]").setAttribute("aria-pressed", String(isShown));
  }
  buttonById("views-save").disabled = Object.keys(meantQuery()).length === 0;
}

async function load() {
  const note = byId("views-note");
  note.textContent = text("js-views-loading");
  note.hidden = views !== null;
  try {
    views = await listFilters();
    const people = views.flatMap(({ filter }) => [filter.assigned_by ?? 0, filter.created_by ?? 0]);
    const sources = views.some(({ filter }) => filter.source) ? loadSources().catch(() => null) : null;
    await Promise.all([learnPeople(people.filter((id) => id > 0)), sources]);
    note.textContent = text("js-views-none");
    note.hidden = views.length > 0;
  } catch (error) {
    const { title, text: detail = "" } = problemNotice(error);
    note.textContent = `${title} ${detail}`;
    note.hidden = false;
  }
  draw();
}

/** Leaves the rows alone where they say the same already: somebody may be on one of them. */
function draw() {
  const known = views ?? [];
  const words = JSON.stringify(known.map((view) => [view, conditionsInWords(meantBy(view))]));
  if (words !== drawn) {
    drawn = words;
    keepFocus(() => drawRows(known));
  }
  markView();
}

/**
 * The focus stays on the same button of the same view while the rows are made anew; where that is gone, it goes to the
 * menu's first button.
 * @param {() => void} make
 */
function keepFocus(make) {
  const at = document.activeElement;
  const view = at?.closest("#views [data-view]")?.getAttribute("data-view");
  make();
  if (at && view) {
    const same = menu.querySelector(`[data-view="${view}"] [data-part="${at.getAttribute("data-part")}"]:not([hidden])`);
    /** @type {HTMLElement | null} */ (same ?? menu.querySelector("button:enabled"))?.focus();
  }
}

/** @param {SavedFilter[]} known */
function drawRows(known) {
  const sections = [
    ["views-own", known.filter(({ shared }) => !shared)],
    ["views-shared", known.filter(({ shared }) => shared)],
  ];
  for (const [id, those] of /** @type {[string, SavedFilter[]][]} */ (sections)) {
    byId(id).hidden = those.length === 0;
    within(byId(id), "ul").replaceChildren(...those.map(row));
  }
}

/** @param {SavedFilter} view */
function row(view) {
  const element = copyOf("view-template");
  element.dataset["view"] = String(view.id);
  const words = conditionsInWords(meantBy(view)).join(" · ");
  part(element, "name").textContent = view.name;
  part(element, "conditions").textContent = words;
  part(element, "use").title = `${view.name}\n${words}`;
  part(element, "use").addEventListener("click", () => {
    useQuery(meantBy(view));
    close();
  });
  const [change, remove] = [part(element, "change"), part(element, "delete")];
  const mayChange = !view.shared || boot.admin === true;
  change.hidden = !mayChange;
  remove.hidden = !mayChange;
  change.setAttribute("aria-label", text("js-view-change", { name: view.name }));
  remove.setAttribute("aria-label", text("js-view-delete", { name: view.name }));
  change.addEventListener("click", () => void act(({ askAndSave, wishOf }) => askAndSave(view.id, wishOf(view), toggle, meantQuery())));
  remove.addEventListener("click", () => void act(({ askAndDelete }) => askAndDelete(view, toggle)));
  return element;
}

/** @param {(their: typeof import("./saved-filter-dialog.js")) => Promise<NoticeContent | null>} ask */
async function act(ask) {
  close();
  try {
    const notice = await ask(await dialogs());
    if (notice) {
      await load();
      notify(notice);
    }
  } catch (error) {
    notify(problemNotice(error));
  }
}

/** Keeps what the list shows as a view. */
const save = () => void act(({ askAndSave, newView }) => askAndSave(null, newView(meantQuery()), toggle));

/** @param {KeyboardEvent} event */
function move(event) {
  const stops = /** @type {HTMLElement[]} */ (Array.from(menu.querySelectorAll("button:enabled")));
  const all = stops.filter((stop) => stop.checkVisibility());
  const at = all.findIndex((stop) => stop === document.activeElement);
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (event.key === "Escape" && !menu.hidden) {
    event.stopPropagation();
    close();
  } else if (step !== 0 && all.length > 0) {
    event.preventDefault();
    if (menu.hidden) {
      show(true);
    }
    all[(at + step + all.length) % all.length]?.focus();
  }
}

export function listenToViews() {
  toggle.addEventListener("click", () => show(menu.hidden === true));
  within(document.body, ".ce-views").addEventListener("keydown", (event) => move(/** @type {KeyboardEvent} */ (event)));
  document.addEventListener("pointerdown", (event) => {
    if (!menu.hidden && event.target instanceof Node && !toggle.parentElement?.contains(event.target)) {
      show(false);
    }
  });
  buttonById("views-save").addEventListener("click", save);
  buttonById("filter-save").addEventListener("click", save);
}
