// @ts-check
// Shows jobs outside their tab: a number on the tab and the progress in the title of the portal's page.

import { listJobs } from "../shared/api/jobs.js";
import { boot, pluralText } from "../shared/boot.js";
import { setTitle } from "../shared/bx24.js";
import { byId } from "../shared/dom.js";
import { formatNumber } from "../shared/format.js";
import { finishedCount, isLive, isUnconfirmed } from "./states.js";

/** @typedef {import("../shared/types.js").Job} Job */

const POLL_EVERY = 5_000;
/** A person who comes back to the page gets the current state, but not more than once a minute. */
const FRESH_FOR = 60_000;
const percents = new Intl.NumberFormat(boot.language, { style: "percent", maximumFractionDigits: 0 });

/** @type {ReturnType<typeof setTimeout> | undefined} */
let pollTimer;
let shownTitle = "";
let polledAt = 0;

/** Whether a job waits for this user. @param {Job} job */
const needsMe = (job) => job.created_by === boot.user_id && (job.state === "paused" || job.state === "draft");

/**
 * Shows the state of the jobs. Called after each load of the jobs.
 * @param {Job[]} jobs
 */
export function updateBadge(jobs) {
  const shown = jobs.filter((job) => !isUnconfirmed(job) && (isLive(job) || needsMe(job)));
  drawBadge(shown.length);
  drawTitle(jobs.filter((job) => job.created_by === boot.user_id && isLive(job) && !isUnconfirmed(job) && job.total > 0));
  polledAt = Date.now();
  clearTimeout(pollTimer);
  // Without a live job the page does not poll, because it may stay open for days.
  if (jobs.some((job) => isLive(job) && !isUnconfirmed(job))) {
    pollTimer = setTimeout(() => void poll(), POLL_EVERY);
  }
}

/** @param {number} count */
function drawBadge(count) {
  const tab = byId("tab-jobs");
  const badge = tab.querySelector(".ce-tab__badge") ?? tab.appendChild(createBadge());
  /** @type {HTMLElement} */ (badge).hidden = count === 0;
  badge.children[0]?.replaceChildren(formatNumber(count));
  badge.children[1]?.replaceChildren(` ${pluralText("js-jobs-badge", count)}`);
}

function createBadge() {
  const badge = document.createElement("span");
  badge.className = "ce-tab__badge";
  badge.dataset["testid"] = "jobs-badge";
  const visible = document.createElement("span");
  visible.setAttribute("aria-hidden", "true");
  const spoken = document.createElement("span");
  spoken.className = "ce-visually-hidden";
  badge.append(visible, spoken);
  return badge;
}

/** @param {Job[]} ownJobs the user's live jobs */
function drawTitle(ownJobs) {
  const total = ownJobs.reduce((sum, job) => sum + job.total, 0);
  const done = ownJobs.reduce((sum, job) => sum + finishedCount(job), 0);
  // The title shows 100 % only when the jobs have ended.
  const share = total > 0 ? Math.min(0.99, Math.floor((100 * done) / total) / 100) : 0;
  const title = total > 0 ? `${percents.format(share)} · ${document.title}` : document.title;
  if (title !== shownTitle && (shownTitle !== "" || total > 0)) {
    shownTitle = title;
    setTitle(title);
  }
}

async function poll() {
  try {
    updateBadge(await listJobs());
  } catch {
    // The tab itself shows errors.
  }
}

/** Loads the jobs now, regularly while jobs are live, and when the person comes back to the page. */
export async function startPolling() {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && Date.now() - polledAt > FRESH_FOR) {
      void poll();
    }
  });
  await poll();
}
