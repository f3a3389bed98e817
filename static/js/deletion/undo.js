// @ts-check
// Undoing a single deletion: its job restores the contact from the copy. Told when it is back, not when it is wished.

import { listItems, loadJob, restoreJob } from "../shared/api/jobs.js";
import { boot, text } from "../shared/boot.js";
import { problemNotice } from "../shared/problem.js";

/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */

const PAUSE = 700;
/** How long it is waited for; after that it goes on without anybody watching. */
const LIMIT = 60_000;

/** @param {Job} job */
const isOver = (job) => ["done", "cancelled", "failed", "paused"].includes(job.state);

/**
 * @param {number} id the job that has deleted the contact
 * @param {string} name
 * @param {() => void} [back] called when the contact is back
 * @returns {Promise<NoticeContent>}
 */
export async function undo(id, name, back = () => {}) {
  try {
    let job = await restoreJob(id);
    const until = Date.now() + LIMIT;
    while (!isOver(job) && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      job = await loadJob(job.id);
    }
    if (!isOver(job)) {
      return { kind: "info", title: text("js-undo-slow-title", { name }), text: text("js-undo-slow-text") };
    }
    const [item] = (await listItems(job.id, "", null)).items;
    if (item?.outcome !== "restored") {
      const why = item?.message ?? text("js-undo-failed-text");
      return { kind: "error", title: text("js-undo-failed-title", { name }), text: why };
    }
    back();
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
