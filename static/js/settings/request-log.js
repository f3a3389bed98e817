// @ts-check
// The log of calls to the portal: all calls, or the calls of one request.

import { request } from "../shared/api/client.js";
import { text } from "../shared/boot.js";
import { buttonById, byId, copyTemplate, part } from "../shared/dom.js";
import { download } from "../shared/download.js";
import { dateTimeWithSeconds } from "../shared/format.js";
import { removeNotice, showNoticeIn } from "../shared/notice.js";
import { problemNotice } from "../shared/problem.js";

/** @typedef {import("../shared/types.js").LoggedCall} LoggedCall */

const more = buttonById("requests-more");

/** @type {number | null} */
let next = null;
let isLoaded = false;

/** @param {number | null} after */
function parameters(after) {
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
function callRow(call) {
  const element = copyTemplate("request-template");
  const time = part(element, "time");
  time.textContent = dateTimeWithSeconds(call.time);
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
async function load(after) {
  try {
    /** @type {import("../shared/types.js").LoggedCallPage} */
    const page = await request("GET", `/api/requests${parameters(after)}`);
    const rows = page.items.map(callRow);
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
  showNoticeIn(byId("requests-notice"), problemNotice(error));
}

/** Loads the first page, once. */
export async function showRequestLog() {
  if (!isLoaded) {
    isLoaded = true;
    await load(null);
  }
}

/** @param {number | null} after */
function reload(after) {
  removeNotice();
  void load(after);
}

export function listenToRequestLog() {
  byId("requests-find").addEventListener("submit", (event) => {
    event.preventDefault();
    reload(null);
  });
  more.addEventListener("click", () => reload(next));
  byId("requests-download").addEventListener("click", () => {
    download(`/api/requests.csv${parameters(null)}`, "requests.csv").catch(notify);
  });
}
