// @ts-check
// One job as a card: drawn from the job's data alone, so that it can be drawn again whenever they change.

import { counted, text } from "../shared/boot.js";
import { announce, copyOf, part } from "../shared/dom.js";
import { number } from "../shared/format.js";
import { nameOfJob, outcomeName, stateOf } from "../shared/job-text.js";
import { listenToMenu } from "../shared/menu.js";
import {
  OUTCOMES, countOf, hasCopies, isDraft, isFinal, isLive, keptUntil, lineOf, metaOf, settled, titleOf,
} from "./text.js";

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").Outcome} Outcome */
/**
 * @typedef {"review" | "retry" | "rest" | "spared" | "pause" | "resume" | "cancel" | "report" | "report-xlsx" | "print"
 *   | "snapshot" | "restore" | "record" | "items"} JobAct
 */

/** @type {JobAct[]} */
export const ACTS = [
  "review", "retry", "rest", "spared", "pause", "resume", "cancel", "report", "report-xlsx", "print", "snapshot", "restore",
  "record", "items",
];
/** Those in the menu. @type {JobAct[]} */
const IN_MENU = ["rest", "spared", "report-xlsx", "print", "snapshot", "record"];

/** What each act tries again. @type {Record<"retry" | "rest" | "spared", Outcome[]>} */
export const AGAIN = { retry: ["failed", "denied"], rest: ["cancelled"], spared: ["protected"] };

/**
 * The tone of a finished job's state: by what became of its contacts. Those that were gone
 * already are as wished, and those that were kept are as confirmed.
 * @param {Job} job
 */
function toneOf(job) {
  if (job.state !== "done" || job.total === 0) {
    return "";
  }
  const bad = countOf(job, "failed") + countOf(job, "denied") + countOf(job, "cancelled");
  return bad === 0 ? "success" : bad < job.total ? "warning" : "danger";
}

/** How the bar and the words are coloured. @type {Record<Outcome, string>} */
export const TONES = {
  deleted: "success", restored: "success", gone: "quiet", protected: "kept", denied: "danger", failed: "danger",
  cancelled: "quiet", pending: "open",
};

/** @param {Job} job @param {"retry" | "rest" | "spared"} act */
export const countAgain = (job, act) => AGAIN[act].reduce((sum, outcome) => sum + countOf(job, outcome), 0);

/** What can be done with a job just now. @param {Job} job @param {JobAct} act */
function offers(job, act) {
  const over = isFinal(job);
  const ended = over && job.kind === "delete" && job.started_at !== null;
  switch (act) {
    case "review":
      return isDraft(job);
    case "retry":
    case "rest":
    case "spared":
      return ended && countAgain(job, act) > 0;
    case "pause":
      return isLive(job) && !["collecting", "verifying"].includes(job.state) && job.reason !== "cancelling";
    case "resume":
      return job.state === "paused";
    case "cancel":
      return !over && job.state !== "verifying" && job.reason !== "cancelling";
    case "report":
    case "report-xlsx":
    case "print":
    case "items":
      return !["collecting", "draft"].includes(job.state) && job.total > 0;
    case "snapshot":
      return hasCopies(job);
    case "restore":
      return over && job.restorable > 0;
    case "record":
      return ended && job.deleted + job.gone > 0;
  }
}

/**
 * @param {HTMLElement} card
 * @param {Job} job
 * @param {number} me
 */
export function drawCard(card, job, me) {
  const state = stateOf(job);
  const known = card.dataset["state"] !== undefined;
  if (known && card.dataset["state"] !== job.state) {
    announce(`${titleOf(job)}: ${state}`);
  }
  card.dataset["jobId"] = String(job.id);
  card.dataset["state"] = job.state;
  part(card, "title").textContent = titleOf(job);
  part(card, "state").textContent = state;
  part(card, "state").dataset["tone"] = toneOf(job);
  part(card, "meta").textContent = metaOf(job);
  part(card, "line").textContent = lineOf(job);
  part(card, "kept").textContent = keptUntil(job);
  drawProgress(part(card, "progress"), job);
  drawOutcomes(part(card, "outcomes"), job);
  drawRestores(part(card, "restored"), job);
  for (const act of ACTS) {
    const isTheirs = !["review", "resume"].includes(act) || job.created_by === me;
    part(card, act).hidden = !offers(job, act) || !isTheirs;
  }
  part(card, "retry-words").textContent = counted("js-job-retry", countAgain(job, "retry"));
  part(card, "rest-words").textContent = counted("js-job-rest", countAgain(job, "rest"));
  part(card, "spared-words").textContent = counted("js-job-spared", countAgain(job, "spared"));
  part(card, "cancel-words").textContent = text(
    isDraft(job) ? "js-job-discard" : job.kind === "restore" ? "js-job-stop-restoring" : "js-job-stop",
  );
  part(card, "more").hidden = IN_MENU.every((act) => part(card, act).hidden);
}

/**
 * A bar of what became of the contacts: one segment for each outcome, in proportion. Its words stand below it.
 * @param {HTMLElement} bar
 * @param {Job} job
 */
function drawProgress(bar, job) {
  bar.hidden = isDraft(job) || job.total === 0;
  bar.setAttribute("aria-label", titleOf(job));
  bar.setAttribute("aria-valuemax", String(Math.max(1, job.total)));
  if (job.state === "collecting") {
    bar.hidden = false;
    bar.dataset["open"] = "";
    bar.removeAttribute("aria-valuenow");
    bar.replaceChildren();
    return;
  }
  delete bar.dataset["open"];
  bar.setAttribute("aria-valuenow", String(settled(job)));
  bar.setAttribute("aria-valuetext", OUTCOMES.filter((one) => countOf(job, one) > 0).map((one) => words(job, one)).join(", "));
  for (const outcome of OUTCOMES) {
    const count = countOf(job, outcome);
    const known = /** @type {HTMLElement | null} */ (bar.querySelector(`[data-outcome="${outcome}"]`));
    if (count === 0) {
      known?.remove();
      continue;
    }
    const segment = known ?? document.createElement("span");
    segment.dataset["outcome"] = outcome;
    segment.dataset["tone"] = TONES[outcome];
    segment.title = words(job, outcome);
    segment.style.flexGrow = String(count);
    bar.append(segment);
  }
}

/** @param {Job} job @param {Outcome} outcome */
const words = (job, outcome) => `${number(countOf(job, outcome))} ${outcomeName(outcome)}`;

/**
 * @param {HTMLElement} list
 * @param {Job} job
 */
function drawOutcomes(list, job) {
  const shown = OUTCOMES.filter((outcome) => countOf(job, outcome) > 0 && !["collecting", "draft"].includes(job.state));
  const items = shown.map((outcome) => {
    const item = document.createElement("li");
    item.className = "ce-outcome";
    item.dataset["outcome"] = outcome;
    item.dataset["tone"] = TONES[outcome];
    const count = document.createElement("b");
    count.textContent = number(countOf(job, outcome));
    item.append(count, ` ${outcomeName(outcome)}`);
    return item;
  });
  list.replaceChildren(...items);
}

/**
 * The jobs that have created the contacts again, each with its link.
 * @param {HTMLElement} place
 * @param {Job} job
 */
function drawRestores(place, job) {
  const said = (job.restores ?? [])
    .filter(({ restored, is_over: isOver }) => restored > 0 || !isOver)
    .flatMap((restore, at) => {
      const link = document.createElement("a");
      link.className = "ce-link";
      link.href = `#jobs/${restore.id}`;
      link.dataset["job"] = String(restore.id);
      link.textContent = nameOfJob(restore);
      const done = restore.is_over ? counted("js-job-restored", restore.restored) : text("js-job-restoring");
      return [at > 0 ? " · " : "", `${done} (`, link, ")"];
    });
  place.replaceChildren(...said);
}

/**
 * @param {Job} job
 * @param {number} me
 * @param {(act: JobAct, button: HTMLButtonElement) => void} act
 */
export function createCard(job, me, act) {
  const card = copyOf("job-template");
  const menu = /** @type {HTMLButtonElement} */ (part(card, "more-button"));
  listenToMenu(menu, part(card, "more-list"));
  for (const name of ACTS) {
    const button = /** @type {HTMLButtonElement} */ (part(card, name));
    // What the menu offers gives the focus back to the menu's button: the menu is closed by then.
    button.addEventListener("click", () => act(name, IN_MENU.includes(name) ? menu : button));
  }
  part(card, "title").id = `job-${job.id}`;
  card.setAttribute("aria-labelledby", `job-${job.id}`);
  part(card, "items-place").id = `job-items-${job.id}`;
  part(card, "items").setAttribute("aria-controls", `job-items-${job.id}`);
  part(card, "items").setAttribute("aria-expanded", "false");
  part(card, "items-words").textContent = text("js-job-items");
  drawCard(card, job, me);
  return card;
}
