// @ts-check
// A card with what else there is to know about a contact of the list: while the mouse rests on a name, on a press of its
// button, or from the keyboard. Each contact is asked about once as long as the list stays.

import { loadContact } from "../shared/api/contacts.js";
import { text } from "../shared/boot.js";
import { companyOf, fillDay, fillName, responsible } from "../shared/contact.js";
import { byId, fillNone, fillValues, part } from "../shared/dom.js";
import { nameOf, number } from "../shared/format.js";
import { closePopup, isOpen, openPopup } from "../shared/popup.js";

/** @typedef {import("../shared/types.js").Contact} Contact */
/** @typedef {import("../shared/types.js").ContactDetail} ContactDetail */

const REST = 450;
const GRACE = 220;
const MOST_VALUES = 5;

const panel = byId("preview");
const rows = byId("rows");

/** @type {Map<number, Promise<ContactDetail>>} */
const asked = new Map();
/** @type {number | null} whom the card shows */
let shown = null;
/** @type {(id: number) => Contact | undefined} */
let find = () => undefined;

/** @param {number} id */
function detailOf(id) {
  const known = asked.get(id) ?? loadContact(id);
  asked.set(id, known);
  known.catch(() => asked.delete(id));
  return known;
}

/** @param {Contact} contact */
function fill(contact) {
  const name = /** @type {HTMLAnchorElement} */ (part(panel, "name"));
  const link = /** @type {HTMLAnchorElement} */ (name.cloneNode(true));
  name.replaceWith(link);
  fillName(link, contact);
  panel.setAttribute("aria-label", text("js-list-peek-name", { name: nameOf(contact) }));
  part(panel, "id").textContent = `#${contact.id}`;
  fillValues(part(panel, "phones"), contact.phones, MOST_VALUES);
  fillValues(part(panel, "emails"), contact.emails, MOST_VALUES);
  fillValues(part(panel, "company"), companyOf(contact));
  fillValues(part(panel, "responsible"), responsible(contact));
  fillDay(part(panel, "activity"), contact.last_activity_at ?? null);
  fillDay(part(panel, "created"), contact.created_at);
  for (const name of ["deals", "activities"]) {
    part(panel, name).replaceChildren();
    part(panel, name).dataset["waits"] = "";
  }
}

/** @param {ContactDetail | null} detail null where it cannot be had */
function fillCounts(detail) {
  for (const name of /** @type {const} */ (["deals", "activities"])) {
    const place = part(panel, name);
    const count = detail?.related[name] ?? null;
    delete place.dataset["waits"];
    if (count === null) {
      fillNone(place);
      place.title = text("js-list-untold");
    } else {
      place.textContent = number(count);
      place.title = "";
    }
  }
}

/**
 * @param {HTMLElement} row
 * @param {{ opener?: HTMLElement, takesFocus?: boolean }} [how]
 */
export function peek(row, { opener, takesFocus = false } = {}) {
  const contact = find(Number(row.dataset["contactId"]));
  if (!contact) {
    return;
  }
  fill(contact);
  shown = contact.id;
  const focus = takesFocus ? part(panel, "name") : null;
  openPopup(panel, opener ?? row, { focus, closed: () => (shown = null) });
  detailOf(contact.id).then(
    (detail) => shown === contact.id && fillCounts(detail),
    () => shown === contact.id && fillCounts(null),
  );
}

/** The mouse rests on a name, or leaves it and the card. */
function listenToMouse() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @param {Event} event */
  const rowOf = (event) => /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-contact-id]"));
  rows.addEventListener("pointerover", (event) => {
    const link = /** @type {Element} */ (event.target).closest('[data-part="name"]');
    const row = rowOf(event);
    if (event.pointerType === "mouse" && link && row && shown !== Number(row.dataset["contactId"])) {
      clearTimeout(timer);
      timer = setTimeout(() => row.isConnected && peek(row, { opener: /** @type {HTMLElement} */ (link) }), REST);
    }
  });
  const leave = () => {
    clearTimeout(timer);
    if (shown !== null && !panel.contains(document.activeElement)) {
      timer = setTimeout(() => closePopup(), GRACE);
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

/** What is known may no longer be so. */
export const forgetDetails = () => asked.clear();

/**
 * Opens the card from a row's button, or closes it.
 * @param {HTMLElement} button
 */
export function toggle(button) {
  const row = /** @type {HTMLElement | null} */ (button.closest("[data-contact-id]"));
  if (isOpen(panel) && shown === Number(row?.dataset["contactId"])) {
    closePopup(true);
  } else if (row) {
    peek(row, { opener: button, takesFocus: true });
  }
}

/** @param {(id: number) => Contact | undefined} among the contacts of the list */
export function listenToPreview(among) {
  find = among;
  part(panel, "close").addEventListener("click", () => closePopup(true));
  listenToMouse();
}
