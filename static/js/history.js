// @ts-check
// The part with the history: who did what, to which contact, with which outcome; newest first.

import { request } from "./api.js";
import { boot, text } from "./boot.js";
import { canSelectUser, connect, selectUser } from "./bx24.js";
import { announce, buttonById, byId, copyOf, part } from "./dom.js";
import { download } from "./download.js";
import { problemNotice } from "./erase.js";
import { momentOf } from "./format.js";
import { endOfDay, startOfDay } from "./moments.js";
import { removeNotice, showNotice } from "./notice.js";
import { learnPeople, personName, rememberPerson } from "./people.js";
import { changesInWords } from "./settings-words.js";

/** @typedef {import("./types.js").AuditLine} AuditLine */

const ACTION = "js-action-";
const form = /** @type {HTMLFormElement} */ (byId("history-form"));
const more = buttonById("history-more");

/** @type {number | null} */
let next = null;
/** Answers to earlier questions may come after later ones; they are not shown. */
let asked = 0;
let listening = false;

/** @param {string} name */
const value = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value.trim();

/** @param {number | null} after */
function query(after) {
  const wanted = {
    user: value("user"),
    action: value("action"),
    contact: value("contact"),
    from: startOfDay(value("from"), ""),
    to: endOfDay(value("to"), ""),
    after: after === null ? "" : String(after),
  };
  const parameters = new URLSearchParams(Object.entries(wanted).filter(([, set]) => set));
  return parameters.size > 0 ? `?${parameters}` : "";
}

/**
 * The text for one of the API's words; the word itself where it is a new one.
 * @param {string} prefix
 * @param {string} word
 */
function words(prefix, word) {
  const key = `${prefix}${word.replaceAll("_", "-")}`;
  return key in boot.messages ? text(key) : word;
}

/**
 * How an act ended: in a word of its own, or in that of a job's state.
 * @param {string} outcome
 */
function ending(outcome) {
  const own = words("js-audit-", outcome);
  return own === outcome ? words("js-state-", outcome) : own;
}

/** @param {AuditLine} line */
function details(line) {
  const { before, after } = line.detail ?? {};
  const found = before && after ? changesInWords(before, after) : [];
  return found.map((words) => {
    const element = document.createElement("span");
    element.className = "ce-log__detail";
    element.textContent = words;
    return element;
  });
}

/** @param {AuditLine} line */
function row(line) {
  const element = copyOf("history-template");
  const time = part(element, "time");
  time.textContent = momentOf(line.created_at);
  time.title = line.request_id;
  part(element, "who").textContent = line.user_id === null ? "–" : personName(line.user_id);
  part(element, "what").append(words(ACTION, line.action), ...details(line));
  const about = [line.contact_id, line.job_id === null ? null : text("js-history-job", { number: String(line.job_id) })];
  part(element, "contact").textContent = about.filter((one) => one !== null).join(" · ") || "–";
  part(element, "outcome").textContent = ending(line.contact_outcome ?? line.outcome);
  return element;
}

/**
 * The people whom these lines name.
 * @param {AuditLine[]} lines
 * @returns {number[]}
 */
function peopleOf(lines) {
  return lines.flatMap(({ user_id: id, detail }) => {
    const chosen = [detail?.before, detail?.after].flatMap((one) => one?.["chosen_users"] ?? []);
    return [...(id === null ? [] : [id]), .../** @type {number[]} */ (chosen)];
  });
}

/** @param {boolean} empty */
function drawState(empty) {
  const place = byId("history-state");
  byId("history-table").hidden = empty;
  place.hidden = !empty;
  place.replaceChildren();
  if (empty) {
    const state = copyOf("state-template");
    part(state, "title").textContent = text("js-history-none-title");
    part(state, "text").textContent = text("js-history-none-text");
    place.append(state);
    announce(text("js-history-none-title"));
  }
}

/** @param {number | null} after */
async function list(after) {
  const number = (asked += 1);
  removeNotice();
  try {
    const page = await request("GET", `/api/audit${query(after)}`);
    await learnPeople(peopleOf(page.items));
    if (number !== asked) {
      return;
    }
    const rows = page.items.map(row);
    if (after === null) {
      byId("history-rows").replaceChildren(...rows);
    } else {
      byId("history-rows").append(...rows);
    }
    next = page.next;
    more.hidden = next === null;
    drawState(after === null && rows.length === 0);
  } catch (error) {
    notify(error);
  } finally {
    byId("history-wait").hidden = true;
  }
}

/** @param {unknown} error */
function notify(error) {
  showNotice(problemNotice(error), (notice) => {
    byId("history-notice").replaceChildren(notice);
    return notice;
  });
}

function fillActions() {
  const keys = Object.keys(boot.messages).filter((key) => key.startsWith(ACTION));
  const options = keys.map((key) => new Option(text(key), key.slice(ACTION.length).replaceAll("-", "_")));
  options.sort((one, other) => one.text.localeCompare(other.text, boot.language));
  byId("history-action").append(...options);
}

async function offerPeople() {
  await connect();
  const button = buttonById("history-pick");
  button.hidden = !canSelectUser();
  button.addEventListener("click", () => {
    selectUser((id, name) => {
      rememberPerson(id, name);
      /** @type {HTMLInputElement} */ (byId("history-person")).value = String(id);
    });
  });
}

function listen() {
  listening = true;
  fillActions();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void list(null);
  });
  // The fields are empty only after the event.
  form.addEventListener("reset", () => setTimeout(() => void list(null)));
  more.addEventListener("click", () => void list(next));
  byId("history-download").addEventListener("click", () => {
    download(`/api/audit.csv${query(null)}`, "history.csv").catch(notify);
  });
  void offerPeople();
}

/** The part comes into sight. */
export async function show() {
  if (!listening) {
    listen();
  }
  await list(null);
}

export function hide() {
  removeNotice();
}
