// @ts-check
// Deleting many, top to bottom: freeze the set, look at what hangs on it, ask, start, and go where the job is seen.

import { Problem } from "../shared/api/client.js";
import { draftJob, loadImpact, loadJob, orderJob, startJob } from "../shared/api/jobs.js";
import { loadSettings } from "../shared/api/settings.js";
import { counted, text } from "../shared/boot.js";
import { ask } from "../shared/dialog.js";
import { reasonOf } from "../shared/job-text.js";
import { problemNotice } from "../shared/problem.js";
import { openTab } from "../shared/tabs.js";
import { bulkBody } from "./confirm-many.js";
import { CAREFUL } from "./confirm-one.js";

/** @typedef {import("../shared/types.js").Impact} Impact */
/** @typedef {import("../shared/types.js").Job} Job */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */
/** @typedef {import("../shared/types.js").Settings} Settings */
/** @typedef {import("../shared/api/jobs.js").Target} Target */

const COLLECTING_PAUSE = 700;
/** Answers in a row that have counted nothing on, after which nobody asks again. */
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
function collected(job) {
  if (job.state === "failed" || job.state === "cancelled") {
    throw new Problem({ code: job.reason ?? "internal", title: text("js-bulk-failed"), detail: reasonOf(job) });
  }
  return job.state === "draft";
}

/**
 * Gives a draft up, so that it does not wait to expire.
 * @param {Job | null} job
 */
function discard(job) {
  if (job) {
    orderJob(job.id, "cancel").catch(() => {});
  }
}

/**
 * What is being asked about: one draft after the other, since the choice about open deals belongs to a draft.
 * @param {Target} target
 * @param {AbortSignal} signal
 * @param {ReturnType<typeof bulkBody>} body
 */
function preparation(target, signal, body) {
  /** @type {Job | null} */
  let draft = null;
  let attempt = new AbortController();
  signal.addEventListener("abort", () => attempt.abort());

  /**
   * Freezes the set. `null`: nobody asks for it any more.
   * @param {Target} what
   * @param {boolean} includeOpenDeals
   * @param {AbortSignal} mine
   */
  const collect = async (what, includeOpenDeals, mine) => {
    let job = await draftJob(what, includeOpenDeals, mine);
    if (mine.aborted) {
      discard(job);
      return null;
    }
    draft = job;
    while (!collected(job)) {
      body.showWaiting(job.total);
      await pause(mine);
      job = await loadJob(job.id, mine);
    }
    draft = job;
    return job;
  };

  /**
   * The same. Where the list has shown another number than is found, that is said, and what was found is asked about.
   * @param {boolean} includeOpenDeals
   * @param {AbortSignal} mine
   */
  const prepare = async (includeOpenDeals, mine) => {
    try {
      return await collect(target, includeOpenDeals, mine);
    } catch (error) {
      const isAnother = error instanceof Problem && error.code === "total_changed";
      if (mine.aborted || !isAnother || "ids" in target || target.total === null) {
        throw error;
      }
      draft = null;
      const job = await collect({ ...target, total: null }, includeOpenDeals, mine);
      if (job) {
        body.showOtherTotal(countOf(target) ?? 0, job.total);
      }
      return job;
    }
  };

  /** @param {boolean} includeOpenDeals */
  const freeze = async (includeOpenDeals) => {
    attempt.abort();
    attempt = new AbortController();
    const mine = attempt.signal;
    discard(draft);
    draft = null;
    body.showWaiting(null);
    try {
      const settings = loadSettings().catch(() => CAREFUL);
      const job = await prepare(includeOpenDeals, mine);
      if (!job) {
        return;
      }
      body.showTotal(job.total, await settings);
      const impact = await loadImpact(job.id, mine);
      if (!mine.aborted) {
        body.showImpact(impact, job.total, await settings, includeOpenDeals);
        await countOn(impact, job, await settings, includeOpenDeals, mine);
      }
    } catch (error) {
      if (!mine.aborted) {
        body.showProblem(problemNotice(error));
      }
    }
  };

  /**
   * A large set is counted bit by bit: the service answers with what it has, and goes on when it is asked again. The
   * person can decide meanwhile.
   * @param {Impact} first
   * @param {Job} job
   * @param {Settings} settings
   * @param {boolean} includeOpenDeals
   * @param {AbortSignal} mine
   */
  const countOn = async (first, job, settings, includeOpenDeals, mine) => {
    let impact = first;
    let stalled = 0;
    try {
      while (!impact.exact && stalled < MOST_STALLED) {
        await pause(mine);
        const next = await loadImpact(job.id, mine);
        stalled = (next.counted ?? 0) > (impact.counted ?? 0) ? 0 : stalled + 1;
        impact = next;
        if (!mine.aborted) {
          body.showCounts(impact, job.total, settings, includeOpenDeals);
        }
      }
    } catch {
      // What is shown stays true: there are at least so many.
    }
    if (!mine.aborted) {
      body.showRest();
    }
  };
  return { freeze, draft: () => draft, start: () => start(draft, body.keepsCopies()) };
}

/**
 * @param {Job | null} draft
 * @param {boolean} keepsCopies
 * @returns {Promise<{ job: Job } | { notice: NoticeContent }>}
 */
async function start(draft, keepsCopies) {
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
 * How many it is about, as far as the page knows.
 * @param {Target} target
 */
function countOf(target) {
  if ("ids" in target) {
    return target.ids.length;
  }
  return target.total === null ? null : Math.max(0, target.total - (target.except ?? []).length);
}

/**
 * @param {Target} target
 * @param {HTMLElement} opener
 * @param {(notice: NoticeContent) => void} tell where the person acted
 * @param {() => void} [started] called as soon as a job was started, however long it takes to show it
 * @returns {Promise<boolean>} whether a job was started
 */
export async function eraseMany(target, opener, tell, started = () => {}) {
  const guess = countOf(target);
  /** @type {ReturnType<typeof preparation> | null} */
  let prepared = null;
  const decision = await ask({
    title: guess === null ? text("js-bulk-title-open") : counted("js-bulk-title-most", guess),
    action: text("js-confirm-delete"),
    tone: "danger",
    body: "confirm-many",
    opener,
    fill: (element, dialog) => {
      const body = bulkBody(element, dialog, (include) => void prepared?.freeze(include));
      prepared = preparation(target, dialog.signal, body);
      void prepared.freeze(false);
    },
    act: () => prepared?.start() ?? start(null, true),
  });
  if (!decision.confirmed) {
    discard(/** @type {ReturnType<typeof preparation> | null} */ (prepared)?.draft() ?? null);
    return false;
  }
  if ("notice" in decision.result) {
    tell(decision.result.notice);
    return false;
  }
  const opened = openTab("jobs", String(decision.result.job.id));
  started();
  await opened;
  return true;
}
