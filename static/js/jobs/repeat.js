// @ts-check
// From a card to the question before a deletion: what a saved filter has prepared, and what a job has left.

import { eraseMany } from "../deletion/delete-many.js";
import { listFilters } from "../shared/api/filters.js";
import { idsOf, orderJob } from "../shared/api/jobs.js";
import { problemNotice } from "../shared/problem.js";
import { AGAIN, countAgain } from "./card.js";

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */

/**
 * Asks about a draft that a saved filter has prepared: who matches now is looked up anew.
 * @param {Job} job
 * @param {HTMLButtonElement} button
 * @param {(notice: NoticeContent) => void} say
 */
export async function review(job, button, say) {
  button.setAttribute("aria-busy", "true");
  try {
    const filters = await listFilters();
    const filter = filters.find((one) => one.id === job.saved_filter);
    const target = filter?.query ? { filter: filter.query, total: null } : { ids: await idsOf(job.id) };
    button.removeAttribute("aria-busy");
    if (await eraseMany(target, button, say)) {
      await orderJob(job.id, "cancel");
    }
  } catch (error) {
    say(problemNotice(error));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/**
 * Asks about those contacts that a job has left: a new job deletes them once that is confirmed.
 * @param {Job} job
 * @param {"retry" | "rest" | "spared"} act
 * @param {HTMLButtonElement} button
 * @param {(notice: NoticeContent) => void} say
 */
export async function again(job, act, button, say) {
  const target = { repeat: job.id, outcomes: AGAIN[act], total: countAgain(job, act) };
  await eraseMany(target, button, say);
}
