// @ts-check
// A job as a card. The card is drawn from the job's data alone, so it can be drawn again after each change.

import { pluralText, text } from "../shared/boot.js";
import { announce, copyTemplate, part } from "../shared/dom.js";
import { formatNumber } from "../shared/format.js";
import { jobName, outcomeName, stateText } from "../shared/job-text.js";
import { listenToMenu } from "../shared/menu.js";
import { OUTCOMES, countOf, finishedCount, isDraft, isFinal, isLive } from "./states.js";
import { hasCopies, jobTitle, metaText, restorableUntilText, statusText } from "./text.js";

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").Outcome} Outcome */
/**
 * @typedef {"review" | "retry" | "rest" | "spared" | "pause" | "resume" | "cancel" | "report" | "report-xlsx" | "print"
 *   | "snapshot" | "restore" | "record" | "items"} JobAction
 */

/** @type {JobAction[]} */
export const ACTIONS = [
  "review", "retry", "rest", "spared", "pause", "resume", "cancel", "report", "report-xlsx", "print", "snapshot", "restore",
  "record", "items",
];
/** The actions in the menu. @type {JobAction[]} */
const IN_MENU = ["rest", "spared", "report-xlsx", "print", "snapshot", "record"];

/** The outcomes that each action repeats. @type {Record<"retry" | "rest" | "spared", Outcome[]>} */
export const REPEATED_OUTCOMES = { retry: ["failed", "denied"], rest: ["cancelled"], spared: ["protected"] };

/**
 * The tone of a finished job's state. Contacts that no longer existed and contacts that were kept count as a success.
 * @param {Job} job
 */
function toneOf(job) {
  if (job.state !== "done" || job.total === 0) {
    return "";
  }
  const bad = countOf(job, "failed") + countOf(job, "denied") + countOf(job, "cancelled");
  return bad === 0 ? "success" : bad < job.total ? "warning" : "danger";
}

/** The colours of the bar and the texts. @type {Record<Outcome, string>} */
export const TONES = {
  deleted: "success", restored: "success", gone: "quiet", protected: "kept", denied: "danger", failed: "danger",
  cancelled: "quiet", pending: "open",
};

/** @param {Job} job @param {"retry" | "rest" | "spared"} action */
export const repeatCount = (job, action) => REPEATED_OUTCOMES[action].reduce((sum, outcome) => sum + countOf(job, outcome), 0);

/** Whether an action is possible for a job now. @param {Job} job @param {JobAction} action */
function isOffered(job, action) {
  const isOver = isFinal(job);
  const hasEnded = isOver && job.kind === "delete" && job.started_at !== null;
  switch (action) {
    case "review":
      return isDraft(job);
    case "retry":
    case "rest":
    case "spared":
      return hasEnded && repeatCount(job, action) > 0;
    case "pause":
      return isLive(job) && !["collecting", "verifying"].includes(job.state) && job.reason !== "cancelling";
    case "resume":
      return job.state === "paused";
    case "cancel":
      return !isOver && job.state !== "verifying" && job.reason !== "cancelling";
    case "report":
    case "report-xlsx":
    case "print":
    case "items":
      return !["collecting", "draft"].includes(job.state) && job.total > 0;
    case "snapshot":
      return hasCopies(job);
    case "restore":
      return isOver && job.restorable > 0;
    case "record":
      return hasEnded && job.deleted + job.gone > 0;
  }
}

/**
 * @param {HTMLElement} card
 * @param {Job} job
 * @param {number} me
 */
export function drawCard(card, job, me) {
  const state = stateText(job);
  const isRedraw = card.dataset["state"] !== undefined;
  if (isRedraw && card.dataset["state"] !== job.state) {
    announce(`${jobTitle(job)}: ${state}`);
  }
  card.dataset["jobId"] = String(job.id);
  card.dataset["state"] = job.state;
  part(card, "title").textContent = jobTitle(job);
  part(card, "state").textContent = state;
  part(card, "state").dataset["tone"] = toneOf(job);
  part(card, "meta").textContent = metaText(job);
  part(card, "line").textContent = statusText(job);
  part(card, "kept").textContent = restorableUntilText(job);
  drawProgress(part(card, "progress"), job);
  drawOutcomes(part(card, "outcomes"), job);
  drawRestores(part(card, "restored"), job);
  for (const action of ACTIONS) {
    const isTheirs = !["review", "resume"].includes(action) || job.created_by === me;
    part(card, action).hidden = !isOffered(job, action) || !isTheirs;
  }
  part(card, "retry-words").textContent = pluralText("js-job-retry", repeatCount(job, "retry"));
  part(card, "rest-words").textContent = pluralText("js-job-rest", repeatCount(job, "rest"));
  part(card, "spared-words").textContent = pluralText("js-job-spared", repeatCount(job, "spared"));
  part(card, "cancel-words").textContent = text(
    isDraft(job) ? "js-job-discard" : job.kind === "restore" ? "js-job-stop-restoring" : "js-job-stop",
  );
  part(card, "more").hidden = IN_MENU.every((action) => part(card, action).hidden);
}

/**
 * A bar with one segment for each outcome, in proportion. The texts are below it.
 * @param {HTMLElement} bar
 * @param {Job} job
 */
function drawProgress(bar, job) {
  bar.hidden = isDraft(job) || job.total === 0;
  bar.setAttribute("aria-label", jobTitle(job));
  bar.setAttribute("aria-valuemax", String(Math.max(1, job.total)));
  if (job.state === "collecting") {
    bar.hidden = false;
    bar.dataset["open"] = "";
    bar.removeAttribute("aria-valuenow");
    bar.replaceChildren();
    return;
  }
  delete bar.dataset["open"];
  bar.setAttribute("aria-valuenow", String(finishedCount(job)));
  bar.setAttribute("aria-valuetext", OUTCOMES.filter((one) => countOf(job, one) > 0).map((one) => outcomeText(job, one)).join(", "));
  for (const outcome of OUTCOMES) {
    const count = countOf(job, outcome);
    const existing = /** @type {HTMLElement | null} */ (bar.querySelector(`[data-outcome="${outcome}"]`));
    if (count === 0) {
      existing?.remove();
      continue;
    }
    const segment = existing ?? document.createElement("span");
    segment.dataset["outcome"] = outcome;
    segment.dataset["tone"] = TONES[outcome];
    segment.title = outcomeText(job, outcome);
    segment.style.flexGrow = String(count);
    bar.append(segment);
  }
}

/** @param {Job} job @param {Outcome} outcome */
const outcomeText = (job, outcome) => `${formatNumber(countOf(job, outcome))} ${outcomeName(outcome)}`;

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
    count.textContent = formatNumber(countOf(job, outcome));
    item.append(count, ` ${outcomeName(outcome)}`);
    return item;
  });
  list.replaceChildren(...items);
}

/**
 * Lists the jobs that have restored the contacts, each with a link.
 * @param {HTMLElement} container
 * @param {Job} job
 */
function drawRestores(container, job) {
  const links = (job.restores ?? [])
    .filter(({ restored, is_over: isOver }) => restored > 0 || !isOver)
    .flatMap((restore, index) => {
      const link = document.createElement("a");
      link.className = "ce-link";
      link.href = `#jobs/${restore.id}`;
      link.dataset["job"] = String(restore.id);
      link.textContent = jobName(restore);
      const done = restore.is_over ? pluralText("js-job-restored", restore.restored) : text("js-job-restoring");
      return [index > 0 ? " · " : "", `${done} (`, link, ")"];
    });
  container.replaceChildren(...links);
}

/**
 * @param {Job} job
 * @param {number} me
 * @param {(action: JobAction, button: HTMLButtonElement) => void} onAction
 */
export function createCard(job, me, onAction) {
  const card = copyTemplate("job-template");
  const menu = /** @type {HTMLButtonElement} */ (part(card, "more-button"));
  listenToMenu(menu, part(card, "more-list"));
  for (const name of ACTIONS) {
    const button = /** @type {HTMLButtonElement} */ (part(card, name));
    // A menu item gives the focus back to the menu's button, because the menu is closed by then.
    button.addEventListener("click", () => onAction(name, IN_MENU.includes(name) ? menu : button));
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
