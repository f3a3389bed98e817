// @ts-check
// Follows a job live: a stream of events over fetch, since an EventSource cannot send the session's header. A stream
// that ends, breaks or falls silent is replaced by asking, and then tried again.

import { Problem, readStream } from "../shared/api/client.js";
import { loadJob } from "../shared/api/jobs.js";
import { isLive } from "./text.js";

/** @typedef {import("../shared/types.js").Job} Job */

const SILENCE = 15_000;
const SHORTEST_PAUSE = 1_000;
const LONGEST_PAUSE = 10_000;
const LOST = new Set(["job_not_found", "session_expired", "session_missing", "portal_unauthorized"]);

/**
 * Takes a stream's pieces and calls back for each whole event with its data.
 * @param {(data: string) => void} take
 */
function reader(take) {
  let rest = "";
  return (/** @type {string} */ piece) => {
    const blocks = (rest + piece.replaceAll("\r", "")).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = block.split("\n").filter((line) => line.startsWith("data:"));
      if (lines.length > 0) {
        take(lines.map((line) => line.slice(5).trimStart()).join("\n"));
      }
    }
  };
}

/**
 * @param {number} id
 * @param {AbortSignal} signal
 * @param {(job: Job) => void} take
 */
async function stream(id, signal, take) {
  const stop = new AbortController();
  const cancel = () => stop.abort();
  signal.addEventListener("abort", cancel);
  let silence = setTimeout(cancel, SILENCE);
  const read = reader((data) => take(JSON.parse(data)));
  try {
    await readStream(`/api/jobs/${id}/events`, stop.signal, (piece) => {
      clearTimeout(silence);
      silence = setTimeout(cancel, SILENCE);
      read(piece);
    });
  } finally {
    clearTimeout(silence);
    signal.removeEventListener("abort", cancel);
  }
}

/**
 * Calls back whenever the job has changed, until nothing more happens to it by itself or the signal ends it.
 * @param {number} id
 * @param {AbortSignal} signal
 * @param {(job: Job) => void} take
 * @returns {Promise<Problem | null>} what stands in the way of knowing more
 */
export async function followJob(id, signal, take) {
  let pause = SHORTEST_PAUSE;
  while (!signal.aborted) {
    try {
      await stream(id, signal, (job) => {
        pause = SHORTEST_PAUSE;
        take(job);
      });
    } catch {
      // Told below: asking says better than a broken stream what the matter is.
    }
    if (signal.aborted) {
      return null;
    }
    try {
      const job = await loadJob(id, signal);
      take(job);
      if (!isLive(job)) {
        return null;
      }
    } catch (error) {
      if (error instanceof Problem && LOST.has(error.code)) {
        return error;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
  return null;
}
