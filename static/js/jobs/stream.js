// @ts-check
// Follows a job live: a stream of events over fetch, because an EventSource cannot send the session's header. When the
// stream ends, breaks or stays silent, the page loads the job and opens a new stream.

import { Problem, readStream } from "../shared/api/client.js";
import { loadJob } from "../shared/api/jobs.js";
import { isLive } from "./states.js";

/** @typedef {import("../shared/types.js").Job} Job */

const SILENCE_LIMIT = 15_000;
const SHORTEST_PAUSE = 1_000;
const LONGEST_PAUSE = 10_000;
const FATAL = new Set(["job_not_found", "session_expired", "session_missing", "portal_unauthorized"]);

/**
 * Collects a stream's pieces and calls back with the data of each complete event.
 * @param {(data: string) => void} onData
 */
function eventReader(onData) {
  let rest = "";
  return (/** @type {string} */ piece) => {
    const blocks = (rest + piece.replaceAll("\r", "")).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = block.split("\n").filter((line) => line.startsWith("data:"));
      if (lines.length > 0) {
        onData(lines.map((line) => line.slice(5).trimStart()).join("\n"));
      }
    }
  };
}

/**
 * @param {number} id
 * @param {AbortSignal} signal
 * @param {(job: Job) => void} onJob
 */
async function readJobStream(id, signal, onJob) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  signal.addEventListener("abort", abort);
  let timer = setTimeout(abort, SILENCE_LIMIT);
  const read = eventReader((data) => onJob(JSON.parse(data)));
  try {
    await readStream(`/api/jobs/${id}/events`, controller.signal, (piece) => {
      clearTimeout(timer);
      timer = setTimeout(abort, SILENCE_LIMIT);
      read(piece);
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}

/**
 * Calls back for each change of the job, until the job is no longer live or the signal ends it.
 * @param {number} id
 * @param {AbortSignal} signal
 * @param {(job: Job) => void} onJob
 * @returns {Promise<Problem | null>} the problem that stops the page from following the job
 */
export async function followJob(id, signal, onJob) {
  let pause = SHORTEST_PAUSE;
  while (!signal.aborted) {
    try {
      await readJobStream(id, signal, (job) => {
        pause = SHORTEST_PAUSE;
        onJob(job);
      });
    } catch {
      // The request below reports a problem better than a broken stream.
    }
    if (signal.aborted) {
      return null;
    }
    try {
      const job = await loadJob(id, signal);
      onJob(job);
      if (!isLive(job)) {
        return null;
      }
    } catch (error) {
      if (error instanceof Problem && FATAL.has(error.code)) {
        return error;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
  return null;
}
