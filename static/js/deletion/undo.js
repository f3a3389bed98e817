// @ts-check
// Undoes the deletion of one contact: a job restores the contact from its copy. The notice appears when the contact is
// back.

import { listItems, loadJob, restoreJob } from "../shared/api/jobs.js";
import { boot, text } from "../shared/boot.js";
import { problemNotice } from "../shared/problem.js";

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */

const POLL_EVERY = 700;
/** How long the page waits for the job. After that the job continues without the page. */
const WAIT_LIMIT = 60_000;

/** @param {Job} job */
const isFinished = (job) => ["done", "cancelled", "failed", "paused"].includes(job.state);

/**
 * @param {number} id the job that deleted the contact
 * @param {string} name
 * @param {() => void} [onUndone] called when the contact is restored
 * @returns {Promise<NoticeContent>}
 */
export async function undo(id, name, onUndone = () => {}) {
  try {
    let job = await restoreJob(id);
    const until = Date.now() + WAIT_LIMIT;
    while (!isFinished(job) && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, POLL_EVERY));
      job = await loadJob(job.id);
    }
    if (!isFinished(job)) {
      return { kind: "info", title: text("js-undo-slow-title", { name }), text: text("js-undo-slow-text") };
    }
    const [item] = (await listItems(job.id, "", null)).items;
    if (item?.outcome !== "restored") {
      const why = item?.message ?? text("js-undo-failed-text");
      return { kind: "error", title: text("js-undo-failed-title", { name }), text: why };
    }
    onUndone();
    return { kind: "success", title: text("js-undone-title", { name }), text: text("js-undone-text"), ...linkTo(item.new_id) };
  } catch (error) {
    return problemNotice(error);
  }
}

/** @param {number | null | undefined} id */
function linkTo(id) {
  if (!id || !boot.portal_origin) {
    return {};
  }
  return { link: { label: text("js-undone-open"), href: `${boot.portal_origin}/crm/contact/details/${id}/` } };
}
