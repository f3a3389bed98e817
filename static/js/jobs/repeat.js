// @ts-check
// Starts a deletion from a job's card: of a draft that a saved filter prepared, or of contacts that a job left over.

import { deleteMany } from "../deletion/delete-many.js";
import { listFilters } from "../shared/api/filters.js";
import { controlJob, listContactIds } from "../shared/api/jobs.js";
import { problemNotice } from "../shared/problem.js";
import { REPEATED_OUTCOMES, repeatCount } from "./card.js";

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */

/**
 * Asks about a draft that a saved filter prepared. The contacts that match now are collected again.
 * @param {Job} job
 * @param {HTMLButtonElement} button
 * @param {(notice: NoticeContent) => void} notify
 */
export async function reviewDraft(job, button, notify) {
  button.setAttribute("aria-busy", "true");
  try {
    const filters = await listFilters();
    const filter = filters.find((one) => one.id === job.saved_filter);
    const target = filter?.query ? { filter: filter.query, total: null } : { ids: await listContactIds(job.id) };
    button.removeAttribute("aria-busy");
    if (await deleteMany(target, button, notify)) {
      await controlJob(job.id, "cancel");
    }
  } catch (error) {
    notify(problemNotice(error));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/**
 * Asks about contacts that a job left over. A new job deletes them after the confirmation.
 * @param {Job} job
 * @param {"retry" | "rest" | "spared"} action
 * @param {HTMLButtonElement} button
 * @param {(notice: NoticeContent) => void} notify
 */
export async function repeatJob(job, action, button, notify) {
  const target = { repeat: job.id, outcomes: REPEATED_OUTCOMES[action], total: repeatCount(job, action) };
  await deleteMany(target, button, notify);
}
