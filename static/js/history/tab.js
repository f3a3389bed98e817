// @ts-check
// The tab with the history: who did what, to which contact, with which outcome, the newest first.

import { undo } from "../deletion/undo.js";
import { changeTexts } from "../settings/fields.js";
import { request } from "../shared/api/client.js";
import { boot, pluralText, text, textOr } from "../shared/boot.js";
import { cardLink } from "../shared/contact.js";
import { endOfDay, startOfDay } from "../shared/date-fields.js";
import { announce, buttonById, byId, copyTemplate, fillNone, part, within } from "../shared/dom.js";
import { download } from "../shared/download.js";
import { capitalized, formatNumber, longDateTime, shortDateTime } from "../shared/format.js";
import { jobName, outcomeName } from "../shared/job-text.js";
import { removeNotice, showNoticeIn } from "../shared/notice.js";
import { loadPeopleNames, personName } from "../shared/people.js";
import { personPicker } from "../shared/person-picker.js";
import { problemNotice } from "../shared/problem.js";
import { openTab } from "../shared/tabs.js";
import { showOverview } from "./overview.js";

/** @typedef {import("../shared/types.js").AuditLine} AuditLine */

const ACTION = "js-action-";
/** Actions that only start something. The outcome belongs to the entry of the end. */
const START_ACTIONS = new Set(["create_job", "start_job", "pause_job", "resume_job", "cancel_job", "restore", "download_snapshot", "record_erasure"]);
const NARROW = "(width <= 760px)";
const form = /** @type {HTMLFormElement} */ (byId("history-form"));
const more = buttonById("history-more");

/** @type {number | null} */
let next = null;
/** The number of the latest load. Answers of earlier loads are discarded. */
let latestLoad = 0;
let isListening = false;

/** @param {string} name */
const valueOf = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value.trim();

/** @param {number | null} after */
function parameters(after) {
  const wanted = {
    user: valueOf("user"),
    action: valueOf("action"),
    contact: valueOf("contact"),
    number: valueOf("number"),
    from: startOfDay(valueOf("from"), ""),
    to: endOfDay(valueOf("to"), ""),
    after: after === null ? "" : String(after),
  };
  const parameters = new URLSearchParams(Object.entries(wanted).filter(([, set]) => set));
  return parameters.size > 0 ? `?${parameters}` : "";
}

/**
 * The text for a word of the API, or the word itself if this page does not know it.
 * @param {string} prefix
 * @param {string} word
 */
const wordText = (prefix, word) => textOr(`${prefix}${word.replaceAll("_", "-")}`, word);

/**
 * The text of an action. The end of a job names the kind of job.
 * @param {AuditLine} line
 */
function actionText({ action, detail }) {
  const isRestore = detail?.kind === "restore";
  if (action === "finish_job" && detail?.draft) {
    return text("js-act-draft-closed");
  }
  if (action === "finish_job" || action === "cancel_job") {
    return text(isRestore ? `js-act-${action.replace("_", "-")}-restore` : `${ACTION}${action.replace("_", "-")}`);
  }
  return wordText(ACTION, action);
}

/**
 * The text of an entry's outcome: the numbers of a job, or a word.
 * @param {AuditLine} line
 */
function outcomeText({ action, outcome, contact_outcome: contactOutcome, detail }) {
  if (contactOutcome) {
    return wordText("js-audit-", contactOutcome) === contactOutcome ? wordText("js-state-", contactOutcome) : wordText("js-audit-", contactOutcome);
  }
  if (action === "finish_job" && detail && !detail.draft) {
    return countsText(detail);
  }
  if (action === "download_report" && detail?.names) {
    return pluralText("js-history-names", detail.names, { count: formatNumber(detail.names) });
  }
  const isRefused = outcome === "not_permitted";
  if ((START_ACTIONS.has(action) && !isRefused) || (action === "finish_job" && detail?.draft)) {
    return "";
  }
  const own = wordText("js-audit-", outcome);
  return own === outcome ? wordText("js-state-", outcome) : own;
}

/** @param {import("../shared/types.js").AuditDetail} detail */
function countsText(detail) {
  const isRestore = detail.kind === "restore";
  const total = detail.total ?? 0;
  const done = (isRestore ? detail.restored : detail.deleted) ?? 0;
  const head = pluralText(isRestore ? "js-job-restored-some" : "js-job-deleted-some", total, {
    count: formatNumber(done),
    number: formatNumber(total),
  });
  const others = /** @type {const} */ (["protected", "denied", "failed", "cancelled"]).filter((one) => (detail[one] ?? 0) > 0);
  return [head, ...others.map((one) => `${formatNumber(detail[one] ?? 0)} ${outcomeName(one)}`)].join(", ");
}

/**
 * The job and the contact of an entry, with links if they still exist.
 * @param {AuditLine} line
 * @returns {(string | Node)[]}
 */
function subjects(line) {
  const links = [];
  if (line.job_id !== null && (line.job_number || line.action === "create_job" || line.detail?.draft)) {
    links.push(jobLink(line));
  }
  if (line.contact_id !== null) {
    const label = text("js-history-of-contact", { number: String(line.contact_id) });
    links.push(["deleted", "gone"].includes(line.contact_outcome ?? line.outcome) ? label : cardLink(line.contact_id, label));
  }
  return links.length > 0 ? links.flatMap((one, index) => (index > 0 ? [" · ", one] : [one])) : [];
}

/** @param {AuditLine} line */
function jobLink(line) {
  const name = jobName({ number: line.job_number });
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

/** @param {AuditLine} line */
function details(line) {
  const { before, after } = line.detail ?? {};
  const texts = before && after ? changeTexts(before, after) : [];
  return texts.map((change) => {
    const element = document.createElement("span");
    element.className = "ce-log__detail";
    element.textContent = change;
    return element;
  });
}

/** @param {AuditLine} line */
function lineRow(line) {
  const element = copyTemplate("history-template");
  const time = part(element, "time");
  time.textContent = shortDateTime(line.created_at);
  time.title = `${longDateTime(line.created_at)} · ${line.request_id}`;
  part(element, "who").textContent = line.user_id === null ? "–" : personName(line.user_id);
  part(element, "action").append(actionText(line), ...details(line));
  const about = subjects(line);
  part(element, "what").append(...about);
  if (about.length === 0) {
    fillNone(part(element, "what"));
  }
  part(element, "outcome").textContent = capitalized(outcomeText(line));
  if (line.restorable) {
    offerUndo(element, line);
  }
  return element;
}

/**
 * Offers to undo the deletion of one contact while its copy is kept.
 * @param {HTMLElement} element
 * @param {AuditLine} line
 */
function offerUndo(element, { job_id: job, contact_id: contact }) {
  if (job === null || contact === null) {
    return;
  }
  const name = text("js-history-of-contact", { number: String(contact) });
  const button = copyTemplate("history-undo-template");
  button.setAttribute("aria-label", `${text("js-undo")}: ${name}`);
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-busy") !== "true") {
      button.setAttribute("aria-busy", "true");
      const answer = await undo(job, name, () => button.remove());
      button.removeAttribute("aria-busy");
      notify(answer);
    }
  });
  part(element, "outcome").append(" ", button);
}

/**
 * The users that these entries name.
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
  const container = byId("history-state");
  byId("history-table").hidden = empty;
  container.hidden = !empty;
  container.replaceChildren();
  if (empty) {
    const state = copyTemplate("state-template");
    within(state, "use").setAttribute("href", "#icon-history");
    part(state, "title").textContent = text("js-history-none-title");
    part(state, "text").textContent = text("js-history-none-text");
    container.append(state);
    announce(text("js-history-none-title"));
  }
}

/** @param {number | null} after */
async function load(after) {
  const thisLoad = (latestLoad += 1);
  removeNotice();
  try {
    /** @type {import("../shared/types.js").AuditPage} */
    const page = await request("GET", `/api/audit${parameters(after)}`);
    await loadPeopleNames(peopleOf(page.items));
    if (thisLoad !== latestLoad) {
      return;
    }
    const rows = page.items.map(lineRow);
    if (after === null) {
      byId("history-rows").replaceChildren(...rows);
    } else {
      byId("history-rows").append(...rows);
    }
    next = page.next;
    more.hidden = next === null;
    drawState(after === null && rows.length === 0);
  } catch (error) {
    notifyError(error);
  } finally {
    byId("history-wait").hidden = true;
  }
}

/** @param {unknown} error */
const notifyError = (error) => notify(problemNotice(error));

/** @param {import("../shared/types.js").NoticeContent} content */
function notify(content) {
  showNoticeIn(byId("history-notice"), content);
}

function fillActions() {
  const keys = Object.keys(boot.messages).filter((key) => key.startsWith(ACTION));
  const options = keys.map((key) => new Option(text(key), key.slice(ACTION.length).replaceAll("-", "_")));
  options.sort((one, other) => one.text.localeCompare(other.text, boot.language));
  byId("history-action").append(...options);
}

/** @returns {() => void} clears the selected user */
function listenToPeople() {
  const user = /** @type {HTMLInputElement} */ (byId("history-user"));
  /** @param {number} id */
  const setUser = (id) => {
    user.value = id > 0 ? String(id) : "";
  };
  const showPerson = personPicker(byId("history-who"), setUser);
  return () => {
    showPerson(0);
    setUser(0);
  };
}

function listen() {
  isListening = true;
  fillActions();
  const clearPerson = listenToPeople();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void load(null);
  });
  // The fields are empty only after the event.
  form.addEventListener("reset", () => {
    clearPerson();
    setTimeout(() => void load(null));
  });
  more.addEventListener("click", () => void load(next));
  byId("history-download").addEventListener("click", () => {
    download(`/api/audit.csv${parameters(null)}`, "history.csv").catch(notifyError);
  });
  byId("history-download-xlsx").addEventListener("click", () => {
    download(`/api/audit.xlsx${parameters(null)}`, "history.xlsx").catch(notifyError);
  });
}

/** On a phone the filter would fill the screen, so it is folded. */
function foldOnPhones() {
  const narrow = window.matchMedia(NARROW);
  const fold = () => void byId("history-filters").toggleAttribute("open", !narrow.matches);
  narrow.addEventListener("change", fold);
  fold();
}

/** Shows the tab. */
export async function show() {
  if (!isListening) {
    listen();
    foldOnPhones();
  }
  await Promise.all([load(null), showOverview()]);
}

export function hide() {
  removeNotice();
}
