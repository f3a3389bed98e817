// @ts-check
// The widget's page: the one contact it was opened for. The id may come from a forged link, so nothing is deleted
// without the confirmation, which names what the server found under that id.

import { loadContact, Problem } from "./api.js";
import { boot, text } from "./boot.js";
import { closeApplication, connect, reloadWindow } from "./bx24.js";
import { announce, buttonById, byId, fillValues, markReady } from "./dom.js";
import { erase, problemNotice } from "./erase.js";
import { initials, nameOf } from "./format.js";
import { followHeight } from "./frame.js";
import { removeNotice, showNotice } from "./notice.js";
import { fillDay, responsible } from "./row.js";

/** @typedef {import("./types.js").ContactDetail} ContactDetail */
/** @typedef {import("./types.js").NoticeContent} NoticeContent */

const READING_TIME = 1_500;
const CLOSING_LIMIT = 4_000;
const MOST_VALUES = 4;

const id = boot.contact_id ?? 0;
const card = byId("contact");
const button = buttonById("delete");
/** @type {ContactDetail | null} */
let contact = null;

/** @param {NoticeContent} content */
function tell(content) {
  const put = (/** @type {HTMLElement} */ notice) => {
    byId("notice-place").replaceChildren(notice);
    return notice;
  };
  showNotice(content, put, () => button.focus());
}

/** @param {ContactDetail} found */
function fill(found) {
  const name = nameOf(found);
  byId("name").textContent = name;
  byId("name").title = name;
  const letters = initials(found.name);
  if (letters) {
    byId("avatar").textContent = letters;
  }
  byId("company").textContent = found.company ?? "";
  fillValues(byId("phones"), found.phones, MOST_VALUES);
  fillValues(byId("emails"), found.emails, MOST_VALUES);
  fillValues(byId("responsible"), responsible(found));
  fillDay(byId("created"), found.created_at);
  card.dataset["contactId"] = String(found.id);
  button.disabled = false;
}

async function show() {
  removeNotice();
  byId("retry-place").hidden = true;
  card.hidden = false;
  card.setAttribute("aria-busy", "true");
  try {
    contact = await loadContact(id);
    fill(contact);
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
  setTimeout(() => {
    // Reload first: the portal hears nothing more from a panel that it has closed. Older portals only close it.
    const reloading = reloadWindow();
    const closing = closeApplication();
    const limit = reloading || closing ? CLOSING_LIMIT : 0;
    setTimeout(() => {
      const hint = byId("closing-hint");
      hint.textContent = text("js-close-yourself");
      hint.hidden = false;
    }, limit);
  }, READING_TIME);
}

async function remove() {
  if (!contact || button.getAttribute("aria-busy") === "true") {
    return;
  }
  removeNotice();
  const { removed, notice } = await erase(contact, button);
  if (removed) {
    contact = null;
    card.hidden = true;
  }
  if (notice) {
    tell(notice);
  }
  if (removed) {
    leave();
  }
}

button.addEventListener("click", () => void remove());
byId("retry").addEventListener("click", () => void show());
void show().then(markReady);
void connect().then((connection) => {
  if (connection === "ready") {
    followHeight(byId("page"));
  }
});
