// @ts-check
// A card with a contact's details. It opens when the mouse rests on a name, from the row's button, or from the
// keyboard. Each contact's details are loaded once for the current list.

import { loadContact } from "../shared/api/contacts.js";
import { text } from "../shared/boot.js";
import { companyOf, fillDay, fillName, responsibleOf } from "../shared/contact.js";
import { byId, fillNone, fillValues, part } from "../shared/dom.js";
import { contactName, formatNumber } from "../shared/format.js";
import { closePopup, isOpen, openPopup } from "../shared/popup.js";

/** @typedef {import("../shared/types.js").Contact} Contact */
/** @typedef {import("../shared/types.js").ContactDetail} ContactDetail */

const HOVER_DELAY = 450;
const LEAVE_DELAY = 220;
const MOST_VALUES = 5;

const panel = byId("preview");
const rows = byId("rows");

/** @type {Map<number, Promise<ContactDetail>>} */
const details = new Map();
/** @type {number | null} the contact that the card shows */
let shownId = null;
/** @type {(id: number) => Contact | undefined} */
let findContact = () => undefined;

/** @param {number} id */
function detailOf(id) {
  const detail = details.get(id) ?? loadContact(id);
  details.set(id, detail);
  detail.catch(() => details.delete(id));
  return detail;
}

/** @param {Contact} contact */
function fillCard(contact) {
  const name = /** @type {HTMLAnchorElement} */ (part(panel, "name"));
  const link = /** @type {HTMLAnchorElement} */ (name.cloneNode(true));
  name.replaceWith(link);
  fillName(link, contact);
  panel.setAttribute("aria-label", text("js-list-peek-name", { name: contactName(contact) }));
  part(panel, "id").textContent = `#${contact.id}`;
  fillValues(part(panel, "phones"), contact.phones, MOST_VALUES);
  fillValues(part(panel, "emails"), contact.emails, MOST_VALUES);
  fillValues(part(panel, "company"), companyOf(contact));
  fillValues(part(panel, "responsible"), responsibleOf(contact));
  fillDay(part(panel, "activity"), contact.last_activity_at ?? null);
  fillDay(part(panel, "created"), contact.created_at);
  for (const name of ["deals", "activities"]) {
    part(panel, name).replaceChildren();
    part(panel, name).dataset["waits"] = "";
  }
}

/** @param {ContactDetail | null} detail null if they cannot be loaded */
function fillCounts(detail) {
  for (const name of /** @type {const} */ (["deals", "activities"])) {
    const cell = part(panel, name);
    const count = detail?.related[name] ?? null;
    delete cell.dataset["waits"];
    if (count === null) {
      fillNone(cell);
      cell.title = text("js-list-untold");
    } else {
      cell.textContent = formatNumber(count);
      cell.title = "";
    }
  }
}

/**
 * @param {HTMLElement} row
 * @param {{ opener?: HTMLElement, takesFocus?: boolean }} [options]
 */
export function showPreview(row, { opener, takesFocus = false } = {}) {
  const contact = findContact(Number(row.dataset["contactId"]));
  if (!contact) {
    return;
  }
  fillCard(contact);
  shownId = contact.id;
  const focus = takesFocus ? part(panel, "name") : null;
  openPopup(panel, opener ?? row, { focus, closed: () => (shownId = null) });
  detailOf(contact.id).then(
    (detail) => shownId === contact.id && fillCounts(detail),
    () => shownId === contact.id && fillCounts(null),
  );
}

/** Opens the card when the mouse rests on a name, and closes it when the mouse leaves both. */
function listenToMouse() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @param {Event} event */
  const rowOf = (event) => /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-contact-id]"));
  rows.addEventListener("pointerover", (event) => {
    const link = /** @type {Element} */ (event.target).closest('[data-part="name"]');
    const row = rowOf(event);
    if (event.pointerType === "mouse" && link && row && shownId !== Number(row.dataset["contactId"])) {
      clearTimeout(timer);
      timer = setTimeout(() => row.isConnected && showPreview(row, { opener: /** @type {HTMLElement} */ (link) }), HOVER_DELAY);
    }
  });
  const leave = () => {
    clearTimeout(timer);
    if (shownId !== null && !panel.contains(document.activeElement)) {
      timer = setTimeout(() => closePopup(), LEAVE_DELAY);
    }
  };
  rows.addEventListener("pointerout", (event) => {
    if (event.pointerType === "mouse" && /** @type {Element} */ (event.target).closest('[data-part="name"]')) {
      leave();
    }
  });
  panel.addEventListener("pointerenter", () => clearTimeout(timer));
  panel.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && leave());
}

/** Discards the loaded details, which may be out of date. */
export const clearDetails = () => details.clear();

/**
 * Opens or closes the card from a row's button.
 * @param {HTMLElement} button
 */
export function togglePreview(button) {
  const row = /** @type {HTMLElement | null} */ (button.closest("[data-contact-id]"));
  if (isOpen(panel) && shownId === Number(row?.dataset["contactId"])) {
    closePopup(true);
  } else if (row) {
    showPreview(row, { opener: button, takesFocus: true });
  }
}

/** @param {(id: number) => Contact | undefined} find finds a contact of the list */
export function listenToPreview(find) {
  findContact = find;
  part(panel, "close").addEventListener("click", () => closePopup(true));
  listenToMouse();
}
