// @ts-check
// Deletes many contacts: creates a draft, shows its impact, asks, starts the job and opens its tab.

import { Problem } from "../shared/api/client.js";
import { controlJob, createDraft, loadImpact, loadJob, startJob } from "../shared/api/jobs.js";
import { loadSettings } from "../shared/api/settings.js";
import { pluralText, text } from "../shared/boot.js";
import { ask } from "../shared/dialog.js";
import { reasonText } from "../shared/job-text.js";
import { problemNotice } from "../shared/problem.js";
import { openTab } from "../shared/tabs.js";
import { confirmManyBody } from "./confirm-many.js";
import { STRICTEST_SETTINGS } from "./confirm-one.js";

/** @typedef {import("../shared/types.js").Impact} Impact */
/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */
/** @typedef {import("../shared/types.js").DeletionSettings} DeletionSettings */
/** @typedef {import("../shared/api/jobs.js").Target} Target */

const COLLECTING_PAUSE = 700;
/** The page stops asking after this many answers without progress. */
const MOST_STALLED = 5;

/** @param {AbortSignal} signal */
function pause(signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, COLLECTING_PAUSE);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** @param {Job} job */
function isCollected(job) {
  if (job.state === "failed" || job.state === "cancelled") {
    throw new Problem({ code: job.reason ?? "internal", title: text("js-bulk-failed"), detail: reasonText(job) });
  }
  return job.state === "draft";
}

/**
 * Cancels a draft, so that it does not wait for its expiry.
 * @param {Job | null} job
 */
function discard(job) {
  if (job) {
    controlJob(job.id, "cancel").catch(() => {});
  }
}

/**
 * Prepares the drafts of one dialog. The choice about open deals belongs to a draft, so each change of it needs a new
 * draft.
 * @param {Target} target
 * @param {AbortSignal} signal
 * @param {ReturnType<typeof confirmManyBody>} body
 */
function preparation(target, signal, body) {
  /** @type {Job | null} */
  let draft = null;
  let attempt = new AbortController();
  signal.addEventListener("abort", () => attempt.abort());

  /**
   * Creates a draft and waits until its contacts are collected. The result is null if the attempt was given up.
   * @param {Target} contacts
   * @param {boolean} includeOpenDeals
   * @param {AbortSignal} attemptSignal
   */
  const createAndCollect = async (contacts, includeOpenDeals, attemptSignal) => {
    let job = await createDraft(contacts, includeOpenDeals, attemptSignal);
    if (attemptSignal.aborted) {
      discard(job);
      return null;
    }
    draft = job;
    while (!isCollected(job)) {
      body.showWaiting(job.total);
      await pause(attemptSignal);
      job = await loadJob(job.id, attemptSignal);
    }
    draft = job;
    return job;
  };

  /**
   * Creates and collects the draft. If the list showed a different number, the dialog says so and asks about the
   * contacts that were found.
   * @param {boolean} includeOpenDeals
   * @param {AbortSignal} attemptSignal
   */
  const collectWithNewTotal = async (includeOpenDeals, attemptSignal) => {
    try {
      return await createAndCollect(target, includeOpenDeals, attemptSignal);
    } catch (error) {
      const hasTotalChanged = error instanceof Problem && error.code === "total_changed";
      if (attemptSignal.aborted || !hasTotalChanged || "ids" in target || target.total === null) {
        throw error;
      }
      draft = null;
      const job = await createAndCollect({ ...target, total: null }, includeOpenDeals, attemptSignal);
      if (job) {
        body.showOtherTotal(targetCount(target) ?? 0, job.total);
      }
      return job;
    }
  };

  /** @param {boolean} includeOpenDeals */
  const prepare = async (includeOpenDeals) => {
    attempt.abort();
    attempt = new AbortController();
    const attemptSignal = attempt.signal;
    discard(draft);
    draft = null;
    body.showWaiting(null);
    try {
      const settings = loadSettings().catch(() => STRICTEST_SETTINGS);
      const job = await collectWithNewTotal(includeOpenDeals, attemptSignal);
      if (!job) {
        return;
      }
      body.showTotal(job.total, await settings);
      const impact = await loadImpact(job.id, attemptSignal);
      if (!attemptSignal.aborted) {
        body.showImpact(impact, job.total, await settings, includeOpenDeals);
        await countImpact(impact, job, await settings, includeOpenDeals, attemptSignal);
      }
    } catch (error) {
      if (!attemptSignal.aborted) {
        body.showProblem(problemNotice(error));
      }
    }
  };

  /**
   * Loads the impact of a large set until it is complete. The service counts a part for each request. The person can
   * decide meanwhile.
   * @param {Impact} first
   * @param {Job} job
   * @param {DeletionSettings} settings
   * @param {boolean} includeOpenDeals
   * @param {AbortSignal} attemptSignal
   */
  const countImpact = async (first, job, settings, includeOpenDeals, attemptSignal) => {
    let impact = first;
    let stalled = 0;
    try {
      while (!impact.exact && stalled < MOST_STALLED) {
        await pause(attemptSignal);
        const next = await loadImpact(job.id, attemptSignal);
        stalled = (next.counted ?? 0) > (impact.counted ?? 0) ? 0 : stalled + 1;
        impact = next;
        if (!attemptSignal.aborted) {
          body.showCounts(impact, job.total, settings, includeOpenDeals);
        }
      }
    } catch {
      // The numbers that are shown stay true as minimums.
    }
    if (!attemptSignal.aborted) {
      body.showCountingEnd();
    }
  };
  return { prepare, draft: () => draft, start: () => startDraft(draft, body.keepsCopies()) };
}

/**
 * @param {Job | null} draft
 * @param {boolean} keepsCopies
 * @returns {Promise<{ job: Job } | { notice: NoticeContent }>}
 */
async function startDraft(draft, keepsCopies) {
  try {
    if (!draft) {
      throw new Error("nothing was frozen");
    }
    return { job: await startJob(draft.id, draft.total, keepsCopies) };
  } catch (error) {
    return { notice: problemNotice(error) };
  }
}

/**
 * The number of contacts in the target, or null if the page does not know it.
 * @param {Target} target
 */
function targetCount(target) {
  if ("ids" in target) {
    return target.ids.length;
  }
  return target.total === null ? null : Math.max(0, target.total - (target.except ?? []).length);
}

/**
 * @param {Target} target
 * @param {HTMLElement} opener
 * @param {(notice: NoticeContent) => void} notify shows a notice where the person acted
 * @param {() => void} [onStarted] called as soon as the job is started, before it is shown
 * @returns {Promise<boolean>} whether a job was started
 */
export async function deleteMany(target, opener, notify, onStarted = () => {}) {
  const expected = targetCount(target);
  /** @type {ReturnType<typeof preparation> | null} */
  let prepared = null;
  const decision = await ask({
    title: expected === null ? text("js-bulk-title-open") : pluralText("js-bulk-title-most", expected),
    action: text("js-confirm-delete"),
    tone: "danger",
    body: "confirm-many",
    opener,
    fill: (element, dialog) => {
      const body = confirmManyBody(element, dialog, (include) => void prepared?.prepare(include));
      prepared = preparation(target, dialog.signal, body);
      void prepared.prepare(false);
    },
    run: () => prepared?.start() ?? startDraft(null, true),
  });
  if (!decision.confirmed) {
    discard(/** @type {ReturnType<typeof preparation> | null} */ (prepared)?.draft() ?? null);
    return false;
  }
  if ("notice" in decision.result) {
    notify(decision.result.notice);
    return false;
  }
  const opened = openTab("jobs", String(decision.result.job.id));
  onStarted();
  await opened;
  return true;
}
