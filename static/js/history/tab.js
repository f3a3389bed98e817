// @ts-check
// The part with the history: who did what, to which contact, with which outcome; newest first.

import { undo } from "../deletion/undo.js";
import { changesInWords } from "../settings/fields.js";
import { request } from "../shared/api/client.js";
import { boot, counted, text } from "../shared/boot.js";
import { endOfDay, startOfDay } from "../shared/date-fields.js";
import { announce, buttonById, byId, copyOf, fillNone, part, within } from "../shared/dom.js";
import { download } from "../shared/download.js";
import { capitalized, exactMomentOf, momentOf, number } from "../shared/format.js";
import { nameOfJob, outcomeName } from "../shared/job-text.js";
import { removeNotice, showNotice } from "../shared/notice.js";
import { learnPeople, personName } from "../shared/people.js";
import { personPicker } from "../shared/person-picker.js";
import { problemNotice } from "../shared/problem.js";
import { openTab } from "../shared/tabs.js";
import { showOverview } from "./overview.js";

/** @typedef {import("../shared/types.js").AuditLine} AuditLine */

const ACTION = "js-action-";
/** Acts that only begin something: what came of it stands with the end. */
const BEGINNINGS = new Set(["create_job", "start_job", "pause_job", "resume_job", "cancel_job", "restore", "download_snapshot", "record_erasure"]);
const NARROW = "(width <= 760px)";
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
    number: value("number"),
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
 * What was done. The end of a job names what it did.
 * @param {AuditLine} line
 */
function actionOf({ action, detail }) {
  const isRestore = detail?.kind === "restore";
  if (action === "finish_job" && detail?.draft) {
    return text("js-act-draft-closed");
  }
  if (action === "finish_job" || action === "cancel_job") {
    return text(isRestore ? `js-act-${action.replace("_", "-")}-restore` : `${ACTION}${action.replace("_", "-")}`);
  }
  return words(ACTION, action);
}

/**
 * How an act ended: the numbers of a job, a word of its own, or that of a job's state.
 * @param {AuditLine} line
 */
function ending({ action, outcome, contact_outcome: ofContact, detail }) {
  if (ofContact) {
    return words("js-audit-", ofContact) === ofContact ? words("js-state-", ofContact) : words("js-audit-", ofContact);
  }
  if (action === "finish_job" && detail && !detail.draft) {
    return numbersOf(detail);
  }
  if (action === "download_report" && detail?.names) {
    return counted("js-history-names", detail.names, { count: number(detail.names) });
  }
  const isRefused = outcome === "not_permitted";
  if ((BEGINNINGS.has(action) && !isRefused) || (action === "finish_job" && detail?.draft)) {
    return "";
  }
  const own = words("js-audit-", outcome);
  return own === outcome ? words("js-state-", outcome) : own;
}

/** @param {import("../shared/types.js").AuditDetail} detail */
function numbersOf(detail) {
  const isRestore = detail.kind === "restore";
  const total = detail.total ?? 0;
  const done = (isRestore ? detail.restored : detail.deleted) ?? 0;
  const head = counted(isRestore ? "js-job-restored-some" : "js-job-deleted-some", total, {
    count: number(done),
    number: number(total),
  });
  const others = /** @type {const} */ (["protected", "denied", "failed", "cancelled"]).filter((one) => (detail[one] ?? 0) > 0);
  return [head, ...others.map((one) => `${number(detail[one] ?? 0)} ${outcomeName(one)}`)].join(", ");
}

/**
 * What an act was about: its job and its contact, with links as far as they lead anywhere.
 * @param {AuditLine} line
 * @returns {(string | Node)[]}
 */
function subjects(line) {
  const found = [];
  if (line.job_id !== null && (line.job_number || line.action === "create_job" || line.detail?.draft)) {
    found.push(jobLink(line));
  }
  if (line.contact_id !== null) {
    const words = text("js-history-of-contact", { number: String(line.contact_id) });
    found.push(["deleted", "gone"].includes(line.contact_outcome ?? line.outcome) ? words : cardLink(line.contact_id, words));
  }
  return found.length > 0 ? found.flatMap((one, at) => (at > 0 ? [" · ", one] : [one])) : [];
}

/** @param {AuditLine} line */
function jobLink(line) {
  const name = nameOfJob({ number: line.job_number });
  if (!line.job_number) {
    return name;
  }
  const link = document.createElement("a");
  link.className = "ce-link";
  link.href = `#jobs/${line.job_id}`;
  link.textContent = name;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    void openTab("jobs", String(line.job_id));
  });
  return link;
}

/** @param {number} id @param {string} words */
function cardLink(id, words) {
  const link = document.createElement("a");
  link.className = "ce-link";
  link.href = `${boot.portal_origin ?? ""}/crm/contact/details/${id}/`;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = words;
  return link;
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
  time.title = `${exactMomentOf(line.created_at)} · ${line.request_id}`;
  part(element, "who").textContent = line.user_id === null ? "–" : personName(line.user_id);
  part(element, "action").append(actionOf(line), ...details(line));
  const about = subjects(line);
  part(element, "what").append(...about);
  if (about.length === 0) {
    fillNone(part(element, "what"));
  }
  part(element, "outcome").textContent = capitalized(ending(line));
  if (line.restorable) {
    offerUndo(element, line);
  }
  return element;
}

/**
 * A single deletion can be undone here as well, while its copy is kept.
 * @param {HTMLElement} element
 * @param {AuditLine} line
 */
function offerUndo(element, { job_id: job, contact_id: contact }) {
  if (job === null || contact === null) {
    return;
  }
  const name = text("js-history-of-contact", { number: String(contact) });
  const button = copyOf("history-undo-template");
  button.setAttribute("aria-label", `${text("js-undo")}: ${name}`);
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-busy") !== "true") {
      button.setAttribute("aria-busy", "true");
      const answer = await undo(job, name, () => button.remove());
      button.removeAttribute("aria-busy");
      say(answer);
    }
  });
  part(element, "outcome").append(" ", button);
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
    within(state, "use").setAttribute("href", "#icon-history");
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
const notify = (error) => say(problemNotice(error));

/** @param {import("../shared/types.js").NoticeContent} content */
function say(content) {
  showNotice(content, (notice) => {
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

/** @returns {() => void} lets whoever is chosen go */
function offerPeople() {
  const user = /** @type {HTMLInputElement} */ (byId("history-user"));
  /** @param {number} id */
  const choose = (id) => {
    user.value = id > 0 ? String(id) : "";
  };
  const showPerson = personPicker(byId("history-who"), choose);
  return () => {
    showPerson(0);
    choose(0);
  };
}

function listen() {
  listening = true;
  fillActions();
  const forgetPerson = offerPeople();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void list(null);
  });
  // The fields are empty only after the event.
  form.addEventListener("reset", () => {
    forgetPerson();
    setTimeout(() => void list(null));
  });
  more.addEventListener("click", () => void list(next));
  byId("history-download").addEventListener("click", () => {
    download(`/api/audit.csv${query(null)}`, "history.csv").catch(notify);
  });
  byId("history-download-xlsx").addEventListener("click", () => {
    download(`/api/audit.xlsx${query(null)}`, "history.xlsx").catch(notify);
  });
}

/** On a phone the conditions would fill the screen. */
function foldOnPhones() {
  const narrow = window.matchMedia(NARROW);
  const fold = () => void byId("history-filters").toggleAttribute("open", !narrow.matches);
  narrow.addEventListener("change", fold);
  fold();
}

/** The part comes into sight. */
export async function show() {
  if (!listening) {
    listen();
    foldOnPhones();
  }
  await Promise.all([list(null), showOverview()]);
}

export function hide() {
  removeNotice();
}
