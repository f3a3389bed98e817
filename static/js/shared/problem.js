// @ts-check
// Turns an error into a notice.

import { Problem } from "./api/client.js";
import { text } from "./boot.js";

/** @typedef {import("./types.js").NoticeContent} NoticeContent */

/**
 * @param {unknown} error
 * @returns {NoticeContent}
 */
export function problemNotice(error) {
  if (error instanceof Problem) {
    return { kind: "error", title: error.title, text: error.detail, requestId: error.requestId };
  }
  return { kind: "error", title: text("js-answer-title"), text: text("js-answer-text") };
}
