// @ts-check
// The widget's page: the confirmation before one contact is deleted. The id may come from a forged link, so the page
// names and counts what the server found under that id.

import { fillConfirmation } from "./deletion/confirm-one.js";
import { deleteConfirmed, loadSettingsOrStrictest } from "./deletion/delete-one.js";
import { Problem } from "./shared/api/client.js";
import { loadContact } from "./shared/api/contacts.js";
import { boot, text } from "./shared/boot.js";
import { closeApplication, connect, reloadWindow } from "./shared/bx24.js";
import { companyOf, fillDay, responsibleOf } from "./shared/contact.js";
import { announce, buttonById, byId, copyTemplate, fillValues, markReady, part, within } from "./shared/dom.js";
import { contactName, initials } from "./shared/format.js";
import { syncHeight } from "./shared/frame.js";
import { afterReading, removeNotice, showNoticeIn } from "./shared/notice.js";
import { problemNotice } from "./shared/problem.js";

/** @typedef {import("./shared/types.js").ContactDetail} ContactDetail */
/** @typedef {import("./shared/types.js").DeleteChoices} DeleteChoices */
/** @typedef {import("./shared/types.js").NoticeContent} NoticeContent */
/** @typedef {import("./shared/types.js").DeletionSettings} DeletionSettings */

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
/** Whether the person undoes the deletion. The panel stays open then, even if the undo fails. */
let isUndoing = false;

/** @param {NoticeContent} content */
function notify(content) {
  showNoticeIn(byId("notice-place"), { ...content, stays: true }, () => button.focus());
}

/**
 * @param {ContactDetail} found
 * @param {DeletionSettings} settings
 */
function fillCard(found, settings) {
  const name = contactName(found);
  byId("name").textContent = name;
  byId("name").title = name;
  const letters = initials(found.name);
  if (letters) {
    byId("avatar").textContent = letters;
  }
  byId("company").textContent = companyOf(found).join();
  fillValues(byId("phones"), found.phones, MOST_VALUES);
  fillValues(byId("emails"), found.emails, MOST_VALUES);
  fillValues(byId("responsible"), responsibleOf(found));
  fillDay(byId("created"), found.created_at);
  card.dataset["contactId"] = String(found.id);
  const body = copyTemplate("confirm-one");
  within(body, ".ce-dialog__who").hidden = true;
  byId("asked").replaceChildren(body);
  byId("ask").hidden = false;
  choices = fillConfirmation(body, found, settings, {
    setAllowed: (allowed) => {
      button.disabled = !allowed;
      button.hidden = !allowed;
    },
    setAction: (action) => part(card, "action").replaceChildren(action),
    contentChanged: () => {},
  });
}

async function load() {
  removeNotice();
  byId("retry-place").hidden = true;
  card.hidden = false;
  card.setAttribute("aria-busy", "true");
  try {
    const [found, settings] = await Promise.all([loadContact(id), loadSettingsOrStrictest()]);
    contact = found;
    fillCard(found, settings);
  } catch (error) {
    const missing = error instanceof Problem && error.code === "contact_not_found";
    card.hidden = true;
    byId("retry-place").hidden = missing;
    notify({ ...problemNotice(error), kind: missing ? "info" : "error" });
  }
  card.setAttribute("aria-busy", "false");
}

/** Asks the portal to close the panel and to reload its page. Shows a hint if the portal does neither. */
function closePanel() {
  announce(text("js-closing"));
  // The reload comes first: the portal receives nothing from a panel that it has closed. Older portals only close it.
  const reloading = reloadWindow();
  const closing = closeApplication();
  setTimeout(showCloseHint, reloading || closing ? CLOSING_LIMIT : 0);
}

/** Closes the panel without a change. The portal's page stays as it is. */
function cancelPanel() {
  setTimeout(showCloseHint, closeApplication() ? CLOSING_LIMIT : 0);
}

function showCloseHint() {
  const hint = byId("closing-hint");
  hint.textContent = text(contact ? "js-cancel-yourself" : "js-close-yourself");
  hint.hidden = false;
}

async function deleteContact() {
  if (!contact || button.getAttribute("aria-busy") === "true") {
    return;
  }
  removeNotice();
  setBusy(true);
  const { removed, notice } = await deleteConfirmed(contact, choices());
  setBusy(false);
  if (removed) {
    contact = null;
    card.hidden = true;
  }
  if (notice) {
    notify(notice.action ? { ...notice, action: keepingPanel(notice.action) } : notice);
  }
  if (removed) {
    byId("close-place").hidden = false;
    afterReading(within(byId("notice-place"), ".ce-notice"), () => isUndoing || closePanel());
  }
}

/** @param {NonNullable<NoticeContent["action"]>} action */
function keepingPanel({ label, run }) {
  const runAndKeep = () => {
    isUndoing = true;
    return run();
  };
  return { label, run: runAndKeep };
}

/** @param {boolean} isBusy */
function setBusy(isBusy) {
  button.setAttribute("aria-busy", String(isBusy));
  cancel.disabled = isBusy;
}

button.addEventListener("click", () => void deleteContact());
cancel.addEventListener("click", cancelPanel);
byId("close").addEventListener("click", closePanel);
byId("retry").addEventListener("click", () => void load());
void load().then(markReady);
void connect().then((connection) => {
  if (connection === "ready") {
    syncHeight(byId("page"));
  }
});
