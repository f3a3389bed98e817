// @ts-check
// One job as a card: drawn from the job's data alone, so that it can be drawn again whenever they change.

import { boot, text } from "./boot.js";
import { announce, copyOf, part } from "./dom.js";
import { number } from "./format.js";
import {
  OUTCOMES, countOf, isFinal, isLive, keptUntil, lineOf, metaOf, outcomeName, settled, stateOf, titleOf,
} from "./job-words.js";

/** @typedef {import("./types.js").Job} Job */
/** @typedef {import("./types.js").Outcome} Outcome */
/** @typedef {"review" | "pause" | "resume" | "cancel" | "report" | "snapshot" | "restore" | "record" | "items"} JobAct */

/** @type {JobAct[]} */
export const ACTS = ["review", "pause", "resume", "cancel", "report", "snapshot", "restore", "record", "items"];

/** @type {Partial<Record<Outcome, string>>} */
const TONES = { deleted: "success", restored: "success", failed: "danger", denied: "danger" };

/** What can be done with a job just now. @param {Job} job @param {JobAct} act */
function offers(job, act) {
  const over = isFinal(job);
  switch (act) {
    case "review":
      return job.state === "draft" && job.created_by === boot.user_id;
    case "pause":
      return isLive(job) && !["collecting", "verifying"].includes(job.state) && job.reason !== "cancelling";
    case "resume":
      return job.state === "paused";
    case "cancel":
      return !over && job.state !== "verifying" && job.reason !== "cancelling";
    case "report":
    case "items":
      return !["collecting", "draft"].includes(job.state) && job.total > 0;
    case "snapshot":
      return keptUntil(job) !== "";
    case "restore":
      return over && job.restorable > 0;
    case "record":
      return over && job.kind === "delete" && job.started_at !== null && job.deleted + job.gone > 0;
  }
}

/**
 * @param {HTMLElement} card
 * @param {Job} job
 */
export function drawCard(card, job) {
  const state = stateOf(job);
  const known = card.dataset["state"] !== undefined;
  if (known && card.dataset["state"] !== job.state) {
    announce(`${titleOf(job)}: ${state}`);
  }
  card.dataset["jobId"] = String(job.id);
  card.dataset["state"] = job.state;
  part(card, "title").textContent = titleOf(job);
  part(card, "state").textContent = state;
  part(card, "meta").textContent = metaOf(job);
  part(card, "line").textContent = lineOf(job);
  part(card, "kept").textContent = keptUntil(job);
  drawProgress(/** @type {HTMLProgressElement} */ (part(card, "progress")), job);
  drawOutcomes(part(card, "outcomes"), job);
  for (const act of ACTS) {
    part(card, act).hidden = !offers(job, act);
  }
}

/**
 * @param {HTMLProgressElement} progress
 * @param {Job} job
 */
function drawProgress(progress, job) {
  progress.setAttribute("aria-label", titleOf(job));
  if (job.state === "collecting") {
    progress.removeAttribute("value");
    return;
  }
  progress.max = Math.max(1, job.total);
  progress.value = job.state === "done" ? progress.max : settled(job);
}

/**
 * @param {HTMLElement} list
 * @param {Job} job
 */
function drawOutcomes(list, job) {
  const shown = OUTCOMES.filter((outcome) => countOf(job, outcome) > 0 && job.state !== "collecting");
  const items = shown.map((outcome) => {
    const item = document.createElement("li");
    item.className = "ce-outcome";
    item.dataset["outcome"] = outcome;
    item.dataset["tone"] = TONES[outcome] ?? "none";
    const count = document.createElement("b");
    count.textContent = number(countOf(job, outcome));
    item.append(count, ` ${outcomeName(outcome)}`);
    return item;
  });
  list.replaceChildren(...items);
}

/**
 * @param {Job} job
 * @param {(act: JobAct, button: HTMLButtonElement) => void} act
 */
export function createCard(job, act) {
  const card = copyOf("job-template");
  for (const name of ACTS) {
    const button = /** @type {HTMLButtonElement} */ (part(card, name));
    button.addEventListener("click", () => act(name, button));
  }
  part(card, "title").id = `job-${job.id}`;
  card.setAttribute("aria-labelledby", `job-${job.id}`);
  part(card, "items-place").id = `job-items-${job.id}`;
  part(card, "items").setAttribute("aria-controls", `job-items-${job.id}`);
  part(card, "items").setAttribute("aria-expanded", "false");
  part(card, "items-words").textContent = text("js-job-items");
  drawCard(card, job);
  return card;
}
