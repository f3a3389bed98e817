// @ts-check
// The widget's page is the confirmation before the one contact is deleted that it was opened for. The id may come from a
// forged link: what is confirmed is named and counted as the server found it under that id.

import { oneBody } from "./deletion/confirm-one.js";
import { carryOut, settingsOrCareful } from "./deletion/delete-one.js";
import { Problem } from "./shared/api/client.js";
import { loadContact } from "./shared/api/contacts.js";
import { boot, text } from "./shared/boot.js";
import { closeApplication, connect, reloadWindow } from "./shared/bx24.js";
import { companyOf, fillDay, responsible } from "./shared/contact.js";
import { announce, buttonById, byId, copyOf, fillValues, markReady, part, within } from "./shared/dom.js";
import { initials, nameOf } from "./shared/format.js";
import { followHeight } from "./shared/frame.js";
import { afterReading, removeNotice, showNotice } from "./shared/notice.js";
import { problemNotice } from "./shared/problem.js";

/** @typedef {import("./shared/types.js").ContactDetail} ContactDetail */
/** @typedef {import("./shared/types.js").DeleteChoices} DeleteChoices */
/** @typedef {import("./shared/types.js").NoticeContent} NoticeContent */
/** @typedef {import("./shared/types.js").Settings} Settings */

const CLOSING_LIMIT = 4_000;
const MOST_VALUES = 4;

const id = boot.contact_id ?? 0;
const card = byId("contact");
const button = buttonById("delete");
const cancel = buttonById("cancel");
/** @type {ContactDetail | null} */
let contact = null;
/** @type {() => DeleteChoices} */
let choices = () => ({ includeOpenDeals: false, keepsCopy: null, days: 0 });
/** Whether the person wants the contact back: the panel stays, also when that fails. */
let isUndoing = false;

/** @param {NoticeContent} content */
function tell(content) {
  const put = (/** @type {HTMLElement} */ notice) => {
    byId("notice-place").replaceChildren(notice);
    return notice;
  };
  showNotice({ ...content, stays: true }, put, () => button.focus());
}

/**
 * @param {ContactDetail} found
 * @param {Settings} settings
 */
function fill(found, settings) {
  const name = nameOf(found);
  byId("name").textContent = name;
  byId("name").title = name;
  const letters = initials(found.name);
  if (letters) {
    byId("avatar").textContent = letters;
  }
  byId("company").textContent = companyOf(found).join();
  fillValues(byId("phones"), found.phones, MOST_VALUES);
  fillValues(byId("emails"), found.emails, MOST_VALUES);
  fillValues(byId("responsible"), responsible(found));
  fillDay(byId("created"), found.created_at);
  card.dataset["contactId"] = String(found.id);
  const body = copyOf("confirm-one");
  within(body, ".ce-dialog__who").hidden = true;
  byId("asked").replaceChildren(body);
  byId("ask").hidden = false;
  choices = oneBody(body, found, settings, {
    allow: (allowed) => {
      button.disabled = !allowed;
      button.hidden = !allowed;
    },
    act: (action) => part(card, "action").replaceChildren(action),
    grown: () => {},
  });
}

async function show() {
  removeNotice();
  byId("retry-place").hidden = true;
  card.hidden = false;
  card.setAttribute("aria-busy", "true");
  try {
    const [found, settings] = await Promise.all([loadContact(id), settingsOrCareful()]);
    contact = found;
    fill(found, settings);
  } catch (error) {
    const missing = error instanceof Problem && error.code === "contact_not_found";
    card.hidden = true;
    byId("retry-place").hidden = missing;
    tell({ ...problemNotice(error), kind: missing ? "info" : "error" });
  }
  card.setAttribute("aria-busy", "false");
}

/** Tells the portal to close this panel and to load its page again; says what to do when it does neither. */
function leave() {
  announce(text("js-closing"));
  // Reload first: the portal hears nothing more from a panel that it has closed. Older portals only close it.
  const reloading = reloadWindow();
  const closing = closeApplication();
  setTimeout(sayHowToClose, reloading || closing ? CLOSING_LIMIT : 0);
}

/** Nothing was changed: the panel goes, and the portal's page stays as it is. */
function giveUp() {
  setTimeout(sayHowToClose, closeApplication() ? CLOSING_LIMIT : 0);
}

function sayHowToClose() {
  const hint = byId("closing-hint");
  hint.textContent = text(contact ? "js-cancel-yourself" : "js-close-yourself");
  hint.hidden = false;
}

async function remove() {
  if (!contact || button.getAttribute("aria-busy") === "true") {
    return;
  }
  removeNotice();
  busy(true);
  const { removed, notice } = await carryOut(contact, choices());
  busy(false);
  if (removed) {
    contact = null;
    card.hidden = true;
  }
  if (notice) {
    tell(notice.action ? { ...notice, action: undoing(notice.action) } : notice);
  }
  if (removed) {
    byId("close-place").hidden = false;
    afterReading(within(byId("notice-place"), ".ce-notice"), () => isUndoing || leave());
  }
}

/** @param {NonNullable<NoticeContent["action"]>} action */
function undoing({ label, run }) {
  const act = () => {
    isUndoing = true;
    return run();
  };
  return { label, run: act };
}

/** @param {boolean} isBusy */
function busy(isBusy) {
  button.setAttribute("aria-busy", String(isBusy));
  cancel.disabled = isBusy;
}

button.addEventListener("click", () => void remove());
cancel.addEventListener("click", giveUp);
byId("close").addEventListener("click", leave);
byId("retry").addEventListener("click", () => void show());
void show().then(markReady);
void connect().then((connection) => {
  if (connection === "ready") {
    followHeight(byId("page"));
  }
});
