// @ts-check
// The tab with the jobs. It polls the list of jobs and follows live jobs through streams.

import { writeAddress } from "../shared/address.js";
import { controlJob, downloadJobFile, listJobs, loadJob, reportParameters } from "../shared/api/jobs.js";
import { boot, text } from "../shared/boot.js";
import { announce, byId, copyTemplate, part, within } from "../shared/dom.js";
import { bringIntoView } from "../shared/frame.js";
import { showNoticeIn } from "../shared/notice.js";
import { loadPeopleNames } from "../shared/people.js";
import { problemNotice } from "../shared/problem.js";
import { openTab } from "../shared/tabs.js";
import { updateBadge } from "./badge.js";
import { createCard, drawCard } from "./card.js";
import { askAndRecord, askAndRestore, askAndStop } from "./dialogs.js";
import { refreshItems, showItems } from "./items.js";
import { repeatJob, reviewDraft } from "./repeat.js";
import { followJob } from "./stream.js";
import { isLive, isUnconfirmed } from "./states.js";

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("./card.js").JobAction} JobAction */

const POLL_EVERY = 5_000;
/** A browser opens at most six connections to a server. The others stay free for other requests. */
const MOST_STREAMS = 2;

/** The file that an action downloads. @type {Partial<Record<JobAction, Parameters<typeof downloadJobFile>[1]>>} */
const FILES = { report: "report.csv", "report-xlsx": "report.xlsx", print: "report.html", snapshot: "snapshot.csv" };

const list = byId("jobs");
const me = boot.user_id ?? 0;

/** @type {Map<number, { job: Job, card: HTMLElement }>} */
const cards = new Map();
/** @type {Map<number, AbortController>} */
const streams = new Map();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let pollTimer;
let isShown = false;
/** Jobs that a link named. Their cards stay although the list does not include them. */
const linkedJobs = new Set();
/** Changes with each action of the person. An answer to a request from before the action is discarded. */
let controlCount = 0;

/** @param {Job} job */
function showJob(job) {
  const entry = cards.get(job.id);
  if (entry) {
    entry.job = job;
    drawCard(entry.card, job, me);
    void refreshItems(job, part(entry.card, "items-place"));
    return entry.card;
  }
  const card = createCard(job, me, (action, button) => void runAction(job.id, action, button));
  const after = Array.from(cards.values()).find((other) => other.job.id < job.id);
  list.insertBefore(card, after?.card ?? null);
  cards.set(job.id, { job, card });
  sortCards();
  return card;
}

/** Sorts the jobs by id, the newest first. */
function sortCards() {
  const sorted = Array.from(cards.entries()).sort(([one], [other]) => other - one);
  cards.clear();
  for (const [id, entry] of sorted) {
    cards.set(id, entry);
  }
}

/** @param {Job[]} jobs */
function showJobs(jobs) {
  const wanted = jobs.filter((job) => !isUnconfirmed(job));
  const ids = new Set(wanted.map((job) => job.id));
  jobs.filter(isUnconfirmed).forEach((job) => linkedJobs.delete(job.id));
  for (const [id, { card }] of cards) {
    if (!ids.has(id) && !linkedJobs.has(id)) {
      card.remove();
      cards.delete(id);
    }
  }
  wanted.forEach(showJob);
  updateBadge(jobs);
  startStreams();
  showEmpty();
  void loadNames(wanted);
}

/**
 * Loads the names of people. The cards show ids until then.
 * @param {Job[]} jobs
 */
async function loadNames(jobs) {
  const people = jobs.flatMap(({ created_by: owner, paused_by: paused }) => [owner, paused]);
  const others = people.filter((id) => typeof id === "number" && id !== me);
  await loadPeopleNames(/** @type {number[]} */ (others));
  for (const { job, card } of others.length > 0 ? cards.values() : []) {
    drawCard(card, job, me);
  }
}

function showEmpty() {
  const container = byId("jobs-state");
  container.hidden = cards.size > 0;
  if (cards.size === 0 && container.dataset["says"] !== "empty") {
    const state = showState(text("js-jobs-empty-title"), text("js-jobs-empty-text"), null);
    within(state, "use").setAttribute("href", "#icon-jobs");
    const button = part(state, "action");
    button.textContent = text("js-jobs-choose");
    button.hidden = false;
    button.addEventListener("click", () => void openTab("contacts").then(() => byId("tab-contacts").focus()));
    container.dataset["says"] = "empty";
  }
}

/**
 * @param {string} title
 * @param {string} message
 * @param {(() => void) | null} retry
 */
function showState(title, message, retry) {
  const state = copyTemplate("state-template");
  part(state, "title").textContent = title;
  part(state, "text").textContent = message;
  if (retry) {
    state.dataset["testid"] = "notice";
    state.dataset["kind"] = "error";
    const button = part(state, "action");
    button.textContent = text("js-retry");
    button.hidden = false;
    button.addEventListener("click", retry);
  }
  const container = byId("jobs-state");
  delete container.dataset["says"];
  container.replaceChildren(state);
  container.hidden = false;
  return state;
}

/** Loads all jobs, and polls while the tab is shown. */
async function refresh() {
  clearTimeout(pollTimer);
  const before = controlCount;
  try {
    const jobs = await listJobs();
    if (before === controlCount) {
      showJobs(jobs);
    }
  } catch (error) {
    if (cards.size === 0) {
      const problem = problemNotice(error);
      showState(problem.title, problem.text ?? "", () => void refresh());
    }
  }
  list.setAttribute("aria-busy", "false");
  byId("jobs-skeleton").hidden = true;
  if (isShown) {
    clearTimeout(pollTimer);
    pollTimer = setTimeout(() => void refresh(), POLL_EVERY);
  }
}

/** Follows the newest live jobs, each through its own stream. */
function startStreams() {
  if (!isShown) {
    return;
  }
  for (const { job } of cards.values()) {
    if (isLive(job) && !streams.has(job.id) && streams.size < MOST_STREAMS) {
      void streamJob(job.id);
    }
  }
}

/** @param {number} id */
async function streamJob(id) {
  const stop = new AbortController();
  streams.set(id, stop);
  const problem = await followJob(id, stop.signal, (job) => {
    if (cards.has(id)) {
      showJob(job);
      updateBadge(Array.from(cards.values(), (entry) => entry.job));
    }
  });
  streams.delete(id);
  if (problem) {
    showError(id, problem);
  }
  startStreams();
}

/**
 * @param {number} id
 * @param {unknown} error
 */
function showError(id, error) {
  showOnCard(id, problemNotice(error));
}

/**
 * Shows a notice on a job's card.
 * @param {number} id
 * @param {import("../shared/types.js").NoticeContent} content
 */
function showOnCard(id, content) {
  const card = cards.get(id)?.card;
  if (!card) {
    return;
  }
  showNoticeIn(part(card, "notice"), content, () => card.focus());
}

/**
 * @param {number} id
 * @param {JobAction} action
 * @param {HTMLButtonElement} button
 */
async function runAction(id, action, button) {
  const entry = cards.get(id);
  if (!entry || button.getAttribute("aria-busy") === "true") {
    return;
  }
  if (action === "items") {
    toggleItems(entry.job, entry.card, button);
    return;
  }
  if (action === "restore") {
    await afterRestore(id, await askAndRestore(entry.job, button));
    return;
  }
  if (action === "cancel") {
    await afterStop(id, await askAndStop(entry.job, button));
    return;
  }
  if (action === "retry" || action === "rest" || action === "spared") {
    await repeatJob(entry.job, action, button, (notice) => showOnCard(id, notice));
    return;
  }
  if (action === "review") {
    await reviewDraft(entry.job, button, (notice) => showOnCard(id, notice));
    return;
  }
  if (action === "record") {
    await afterRecord(id, await askAndRecord(entry.job, button));
    return;
  }
  button.setAttribute("aria-busy", "true");
  try {
    const file = FILES[action];
    if (file) {
      await downloadJobFile(entry.job, file, action === "print" ? `?${reportParameters(entry.job)}` : "");
    } else {
      controlCount += 1;
      showJob(await controlJob(id, /** @type {"pause" | "resume"} */ (action)));
      controlCount += 1;
      startStreams();
    }
  } catch (error) {
    showError(id, error);
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
  const container = part(card, "items-place");
  const open = container.hidden;
  container.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  part(card, "items-words").textContent = text(open ? "js-job-items-hide" : "js-job-items");
  if (open) {
    showItems(job, container);
  } else {
    container.replaceChildren();
  }
}

/**
 * Shows the stopped job, or the error.
 * @param {number} id
 * @param {{ job: Job } | { error: unknown } | null} answer
 */
async function afterStop(id, answer) {
  if (answer && "error" in answer) {
    showError(id, answer.error);
  } else if (answer) {
    controlCount += 1;
    const card = showJob(answer.job);
    if (isUnconfirmed(answer.job)) {
      linkedJobs.delete(id);
      await refresh();
    } else if (document.activeElement === document.body) {
      card.focus({ preventScroll: true });
    }
  }
}

/**
 * Shows the job that restores the contacts, or the error.
 * @param {number} id
 * @param {{ job: Job } | { error: unknown } | null} answer
 */
async function afterRestore(id, answer) {
  if (answer && "error" in answer) {
    showError(id, answer.error);
  } else if (answer) {
    controlCount += 1;
    focusCard(showJob(answer.job));
    startStreams();
  }
}

/**
 * @param {number} id
 * @param {import("../shared/types.js").NoticeContent | null} content
 */
async function afterRecord(id, content) {
  if (content) {
    showOnCard(id, content);
    await refresh();
  }
}

/** @param {HTMLElement} card */
function focusCard(card) {
  byId("jobs-state").hidden = true;
  card.focus({ preventScroll: true });
  bringIntoView(card);
}

/**
 * Shows the tab.
 * @param {string} rest the id of the job that the address names
 */
export async function show(rest) {
  isShown = true;
  await refresh();
  const card = await cardOf(Number(rest));
  if (card) {
    focusCard(card);
    announce(part(card, "title").textContent ?? "");
    writeAddress("jobs", "");
  }
}

/**
 * The card of a job. A job that is not in the list is loaded alone.
 * @param {number} id
 */
async function cardOf(id) {
  if (!(id > 0) || cards.has(id)) {
    return cards.get(id)?.card;
  }
  try {
    const job = await loadJob(id);
    if (isUnconfirmed(job)) {
      return undefined;
    }
    linkedJobs.add(id);
    void loadNames([job]);
    return showJob(job);
  } catch (error) {
    const { title } = problemNotice(error);
    announce(title);
    return undefined;
  }
}

/** Opens the card of a linked job instead of another page. @param {MouseEvent} event */
function openJobLink(event) {
  const link = event.target instanceof Element ? event.target.closest("a[data-job]") : null;
  if (link instanceof HTMLElement) {
    event.preventDefault();
    void cardOf(Number(link.dataset["job"])).then((card) => card && focusCard(card));
  }
}

list.addEventListener("click", openJobLink);

/** Hides the tab and stops its requests. */
export function hide() {
  isShown = false;
  clearTimeout(pollTimer);
  for (const stop of streams.values()) {
    stop.abort();
  }
}
