// @ts-check
// The log of calls to the portal: all of them, or those of one request.

import { request } from "../shared/api/client.js";
import { text } from "../shared/boot.js";
import { buttonById, byId, copyOf, part } from "../shared/dom.js";
import { download } from "../shared/download.js";
import { secondOf } from "../shared/format.js";
import { removeNotice, showNotice } from "../shared/notice.js";
import { problemNotice } from "../shared/problem.js";

/** @typedef {import("../shared/types.js").LoggedCall} LoggedCall */

const more = buttonById("requests-more");

/** @type {number | null} */
let next = null;
let shown = false;

/** @param {number | null} after */
function address(after) {
  const parameters = new URLSearchParams();
  const id = /** @type {HTMLInputElement} */ (byId("requests-id")).value.trim();
  if (id) {
    parameters.set("request_id", id);
  }
  if (after !== null) {
    parameters.set("after", String(after));
  }
  const query = parameters.toString();
  return query ? `?${query}` : "";
}

/** @param {LoggedCall} call */
function row(call) {
  const element = copyOf("request-template");
  const time = part(element, "time");
  time.textContent = secondOf(call.time);
  time.title = call.request_id;
  const commands = Object.entries(call.commands).map(([method, count]) => `${method}\u00a0×\u00a0${count}`);
  part(element, "method").textContent = commands.length > 0 ? `${call.method}: ${commands.join(", ")}` : call.method;
  const result = [call.outcome, call.status, call.error].filter((value) => value !== null && value !== "");
  if (call.attempt > 1) {
    result.push(`#${call.attempt}`);
  }
  if (call.refused) {
    result.push(`${call.refused} ×`);
  }
  part(element, "result").textContent = result.join(" · ");
  part(element, "took").textContent = text("js-took", { count: String(call.milliseconds) });
  return element;
}

/** @param {number | null} after */
async function list(after) {
  try {
    const page = await request("GET", `/api/requests${address(after)}`);
    const rows = page.items.map(row);
    if (after === null) {
      byId("requests-rows").replaceChildren(...rows);
    } else {
      byId("requests-rows").append(...rows);
    }
    next = page.next;
    more.hidden = next === null;
    const none = after === null && rows.length === 0;
    byId("requests-table").hidden = none;
    byId("requests-none").hidden = !none;
    byId("requests-none").textContent = none ? text("js-requests-none") : "";
  } catch (error) {
    notify(error);
  }
}

/** @param {unknown} error */
function notify(error) {
  showNotice(problemNotice(error), (notice) => {
    byId("requests-notice").replaceChildren(notice);
    return notice;
  });
}

/** The first page, once. */
export async function showRequests() {
  if (!shown) {
    shown = true;
    await list(null);
  }
}

/** @param {number | null} after */
function relist(after) {
  removeNotice();
  void list(after);
}

export function listenToRequests() {
  byId("requests-find").addEventListener("submit", (event) => {
    event.preventDefault();
    relist(null);
  });
  more.addEventListener("click", () => relist(next));
  byId("requests-download").addEventListener("click", () => {
    download(`/api/requests.csv${address(null)}`, "requests.csv").catch(notify);
  });
}
