// @ts-check
// The part that shows the jobs: it looks at all of them from time to time, and follows live what is at work.

import { keepPlace } from "../shared/address.js";
import { listJobs, loadJob, orderJob, pageWishes, saveFile } from "../shared/api/jobs.js";
import { boot, text } from "../shared/boot.js";
import { announce, byId, copyOf, part, within } from "../shared/dom.js";
import { bringIntoView } from "../shared/frame.js";
import { showNotice } from "../shared/notice.js";
import { learnPeople } from "../shared/people.js";
import { problemNotice } from "../shared/problem.js";
import { openTab } from "../shared/tabs.js";
import { noteJobs } from "./badge.js";
import { createCard, drawCard } from "./card.js";
import { record, restore, stop } from "./dialogs.js";
import { showItems } from "./items.js";
import { again, review } from "./repeat.js";
import { followJob } from "./stream.js";
import { isLive, isUnconfirmed } from "./text.js";

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("./card.js").JobAct} JobAct */

const LOOK_EVERY = 5_000;
/** Browsers hold six connections to a server at most; the others are for everything else. */
const MOST_STREAMS = 2;

const list = byId("jobs");
const me = boot.user_id ?? 0;

/** @type {Map<number, { job: Job, card: HTMLElement }>} */
const known = new Map();
/** @type {Map<number, AbortController>} */
const followed = new Map();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let look;
let shown = false;
/** Jobs that were asked for by themselves: their cards stay although the list does not reach back to them. */
const asked = new Set();
/** Answers that were asked for before a person's order may come after it; they are not believed. */
let orders = 0;

/** @param {Job} job */
function take(job) {
  const entry = known.get(job.id);
  if (entry) {
    entry.job = job;
    drawCard(entry.card, job, me);
    return entry.card;
  }
  const card = createCard(job, me, (act, button) => void carryOut(job.id, act, button));
  const after = Array.from(known.values()).find((other) => other.job.id < job.id);
  list.insertBefore(card, after?.card ?? null);
  known.set(job.id, { job, card });
  sortKnown();
  return card;
}

/** Keeps the newest first. */
function sortKnown() {
  const sorted = Array.from(known.entries()).sort(([one], [other]) => other - one);
  known.clear();
  for (const [id, entry] of sorted) {
    known.set(id, entry);
  }
}

/** @param {Job[]} jobs */
function takeAll(jobs) {
  const wanted = jobs.filter((job) => !isUnconfirmed(job));
  const ids = new Set(wanted.map((job) => job.id));
  jobs.filter(isUnconfirmed).forEach((job) => asked.delete(job.id));
  for (const [id, { card }] of known) {
    if (!ids.has(id) && !asked.has(id)) {
      card.remove();
      known.delete(id);
    }
  }
  wanted.forEach(take);
  noteJobs(jobs);
  followSome();
  showEmpty();
  void nameAll(wanted);
}

/**
 * Cards name people by their ids until the names are known.
 * @param {Job[]} jobs
 */
async function nameAll(jobs) {
  const people = jobs.flatMap(({ created_by: owner, paused_by: paused }) => [owner, paused]);
  const others = people.filter((id) => typeof id === "number" && id !== me);
  await learnPeople(/** @type {number[]} */ (others));
  for (const { job, card } of others.length > 0 ? known.values() : []) {
    drawCard(card, job, me);
  }
}

function showEmpty() {
  const place = byId("jobs-state");
  place.hidden = known.size > 0;
  if (known.size === 0 && place.dataset["says"] !== "empty") {
    const state = sayInstead(text("js-jobs-empty-title"), text("js-jobs-empty-text"), null);
    within(state, "use").setAttribute("href", "#icon-jobs");
    const button = part(state, "action");
    button.textContent = text("js-jobs-choose");
    button.hidden = false;
    button.addEventListener("click", () => void openTab("contacts").then(() => byId("tab-contacts").focus()));
    place.dataset["says"] = "empty";
  }
}

/**
 * @param {string} title
 * @param {string} words
 * @param {(() => void) | null} retry
 */
function sayInstead(title, words, retry) {
  const state = copyOf("state-template");
  part(state, "title").textContent = title;
  part(state, "text").textContent = words;
  if (retry) {
    state.dataset["testid"] = "notice";
    state.dataset["kind"] = "error";
    const button = part(state, "action");
    button.textContent = text("js-retry");
    button.hidden = false;
    button.addEventListener("click", retry);
  }
  const place = byId("jobs-state");
  delete place.dataset["says"];
  place.replaceChildren(state);
  place.hidden = false;
  return state;
}

/** Looks at all jobs, and again after a while as long as the part is in sight. */
async function refresh() {
  clearTimeout(look);
  const before = orders;
  try {
    const jobs = await listJobs();
    if (before === orders) {
      takeAll(jobs);
    }
  } catch (error) {
    if (known.size === 0) {
      const problem = problemNotice(error);
      sayInstead(problem.title, problem.text ?? "", () => void refresh());
    }
  }
  list.setAttribute("aria-busy", "false");
  byId("jobs-skeleton").hidden = true;
  if (shown) {
    clearTimeout(look);
    look = setTimeout(() => void refresh(), LOOK_EVERY);
  }
}

/** Follows the newest jobs that are at work, each through a stream of its own. */
function followSome() {
  if (!shown) {
    return;
  }
  for (const { job } of known.values()) {
    if (isLive(job) && !followed.has(job.id) && followed.size < MOST_STREAMS) {
      void follow(job.id);
    }
  }
}

/** @param {number} id */
async function follow(id) {
  const stop = new AbortController();
  followed.set(id, stop);
  const problem = await followJob(id, stop.signal, (job) => {
    if (known.has(id)) {
      take(job);
      noteJobs(Array.from(known.values(), (entry) => entry.job));
    }
  });
  followed.delete(id);
  if (problem) {
    tell(id, problem);
  }
  followSome();
}

/**
 * @param {number} id
 * @param {unknown} error
 */
function tell(id, error) {
  say(id, problemNotice(error));
}

/**
 * Says something in a job's card.
 * @param {number} id
 * @param {import("../shared/types.js").NoticeContent} content
 */
function say(id, content) {
  const card = known.get(id)?.card;
  if (!card) {
    return;
  }
  const put = (/** @type {HTMLElement} */ notice) => {
    part(card, "notice").replaceChildren(notice);
    return notice;
  };
  showNotice(content, put, () => card.focus());
}

/**
 * @param {number} id
 * @param {JobAct} act
 * @param {HTMLButtonElement} button
 */
async function carryOut(id, act, button) {
  const entry = known.get(id);
  if (!entry || button.getAttribute("aria-busy") === "true") {
    return;
  }
  if (act === "items") {
    toggleItems(entry.job, entry.card, button);
    return;
  }
  if (act === "restore") {
    await follows(id, await restore(entry.job, button));
    return;
  }
  if (act === "cancel") {
    await stops(id, await stop(entry.job, button));
    return;
  }
  if (act === "retry" || act === "rest" || act === "spared") {
    await again(entry.job, act, button, (notice) => say(id, notice));
    return;
  }
  if (act === "review") {
    await review(entry.job, button, (notice) => say(id, notice));
    return;
  }
  if (act === "record") {
    await tells(id, await record(entry.job, button));
    return;
  }
  button.setAttribute("aria-busy", "true");
  try {
    if (act === "report") {
      await saveFile(entry.job, "report.csv");
    } else if (act === "report-xlsx") {
      await saveFile(entry.job, "report.xlsx");
    } else if (act === "print") {
      await saveFile(entry.job, "report.html", `?${pageWishes(entry.job)}`);
    } else if (act === "snapshot") {
      await saveFile(entry.job, "snapshot.csv");
    } else {
      orders += 1;
      take(await orderJob(id, /** @type {"pause" | "resume"} */ (act)));
      orders += 1;
      followSome();
    }
  } catch (error) {
    tell(id, error);
  }
  button.removeAttribute("aria-busy");
  if (button.hidden && document.activeElement === document.body) {
    entry.card.focus({ preventScroll: true });
  }
}

/**
 * @param {Job} job
 * @param {HTMLElement} card
 * @param {HTMLButtonElement} button
 */
function toggleItems(job, card, button) {
  const place = part(card, "items-place");
  const open = place.hidden;
  place.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  part(card, "items-words").textContent = text(open ? "js-job-items-hide" : "js-job-items");
  if (open) {
    showItems(job, place);
  } else {
    place.replaceChildren();
  }
}

/**
 * Shows a job that was stopped, or says why it was not.
 * @param {number} id
 * @param {{ job: Job } | { error: unknown } | null} made
 */
async function stops(id, made) {
  if (made && "error" in made) {
    tell(id, made.error);
  } else if (made) {
    orders += 1;
    const card = take(made.job);
    if (isUnconfirmed(made.job)) {
      asked.delete(id);
      await refresh();
    } else if (document.activeElement === document.body) {
      card.focus({ preventScroll: true });
    }
  }
}

/**
 * Goes to the job that restores, or says why there is none.
 * @param {number} id
 * @param {{ job: Job } | { error: unknown } | null} made
 */
async function follows(id, made) {
  if (made && "error" in made) {
    tell(id, made.error);
  } else if (made) {
    orders += 1;
    goTo(take(made.job));
    followSome();
  }
}

/**
 * @param {number} id
 * @param {import("../shared/types.js").NoticeContent | null} content
 */
async function tells(id, content) {
  if (content) {
    say(id, content);
    await refresh();
  }
}

/** @param {HTMLElement} card */
function goTo(card) {
  byId("jobs-state").hidden = true;
  card.focus({ preventScroll: true });
  bringIntoView(card);
}

/**
 * The part is in sight.
 * @param {string} rest the number of the job that was asked for
 */
export async function show(rest) {
  shown = true;
  await refresh();
  const card = await cardOf(Number(rest));
  if (card) {
    goTo(card);
    announce(part(card, "title").textContent ?? "");
    keepPlace("jobs", "");
  }
}

/**
 * The card of a job: one that is older than those in the list is asked for by itself.
 * @param {number} id
 */
async function cardOf(id) {
  if (!(id > 0) || known.has(id)) {
    return known.get(id)?.card;
  }
  try {
    const job = await loadJob(id);
    if (isUnconfirmed(job)) {
      return undefined;
    }
    asked.add(id);
    void nameAll([job]);
    return take(job);
  } catch (error) {
    const { title } = problemNotice(error);
    announce(title);
    return undefined;
  }
}

/** Links to other jobs lead to their cards, not to another page. @param {MouseEvent} event */
function followLink(event) {
  const link = event.target instanceof Element ? event.target.closest("a[data-job]") : null;
  if (link instanceof HTMLElement) {
    event.preventDefault();
    void cardOf(Number(link.dataset["job"])).then((card) => card && goTo(card));
  }
}

list.addEventListener("click", followLink);

/** The part is out of sight: nothing is asked for it any more. */
export function hide() {
  shown = false;
  clearTimeout(look);
  for (const stop of followed.values()) {
    stop.abort();
  }
}
