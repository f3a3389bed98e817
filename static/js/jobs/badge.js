// @ts-check
// What can be seen of jobs outside their part: a number on the tab, and the progress in the title of the portal's page.

import { listJobs } from "../shared/api/jobs.js";
import { boot, counted } from "../shared/boot.js";
import { setTitle } from "../shared/bx24.js";
import { byId } from "../shared/dom.js";
import { number } from "../shared/format.js";
import { isLive, isUnconfirmed, settled } from "./text.js";

/** @typedef {import("../shared/types.js").Job} Job */

const LOOK_EVERY = 5_000;
/** Somebody who comes back to the page is shown how the jobs stand by now, but not each time within a minute. */
const FRESH_FOR = 60_000;
const percents = new Intl.NumberFormat(boot.language, { style: "percent", maximumFractionDigits: 0 });

/** @type {ReturnType<typeof setTimeout> | undefined} */
let look;
let told = "";
let lookedAt = 0;

/** Whether a job waits for this person. @param {Job} job */
const waitsForMe = (job) => job.created_by === boot.user_id && (job.state === "paused" || job.state === "draft");

/**
 * Shows how the jobs stand: called whenever somebody has asked for them.
 * @param {Job[]} jobs
 */
export function noteJobs(jobs) {
  const shown = jobs.filter((job) => !isUnconfirmed(job) && (isLive(job) || waitsForMe(job)));
  drawBadge(shown.length);
  drawTitle(jobs.filter((job) => job.created_by === boot.user_id && isLive(job) && !isUnconfirmed(job) && job.total > 0));
  lookedAt = Date.now();
  clearTimeout(look);
  // While nothing happens nothing is asked: a page may stay open for days.
  if (jobs.some((job) => isLive(job) && !isUnconfirmed(job))) {
    look = setTimeout(() => void lookAgain(), LOOK_EVERY);
  }
}

/** @param {number} count */
function drawBadge(count) {
  const tab = byId("tab-jobs");
  const badge = tab.querySelector(".ce-tab__badge") ?? tab.appendChild(createBadge());
  /** @type {HTMLElement} */ (badge).hidden = count === 0;
  badge.children[0]?.replaceChildren(number(count));
  badge.children[1]?.replaceChildren(` ${counted("js-jobs-badge", count)}`);
}

function createBadge() {
  const badge = document.createElement("span");
  badge.className = "ce-tab__badge";
  badge.dataset["testid"] = "jobs-badge";
  const seen = document.createElement("span");
  seen.setAttribute("aria-hidden", "true");
  const heard = document.createElement("span");
  heard.className = "ce-visually-hidden";
  badge.append(seen, heard);
  return badge;
}

/** @param {Job[]} own those of this person that are at work */
function drawTitle(own) {
  const total = own.reduce((sum, job) => sum + job.total, 0);
  const done = own.reduce((sum, job) => sum + settled(job), 0);
  // It is 100 % only once it is over.
  const part = total > 0 ? Math.min(0.99, Math.floor((100 * done) / total) / 100) : 0;
  const title = total > 0 ? `${percents.format(part)} · ${document.title}` : document.title;
  if (title !== told && (told !== "" || total > 0)) {
    told = title;
    setTitle(title);
  }
}

async function lookAgain() {
  try {
    noteJobs(await listJobs());
  } catch {
    // Nothing is lost: the part itself says what the matter is.
  }
}

/** Looks at the jobs, and again as long as something happens to them or when somebody comes back to the page. */
export async function followJobs() {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && Date.now() - lookedAt > FRESH_FOR) {
      void lookAgain();
    }
  });
  await lookAgain();
}
