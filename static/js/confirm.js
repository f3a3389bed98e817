// @ts-check
// The confirmation before one contact is deleted: names it and what hangs on it.

import { text } from "./boot.js";
import { ask } from "./dialog.js";
import { byId } from "./dom.js";
import { nameOf, number } from "./format.js";

/** @typedef {import("./types.js").ContactDetail} ContactDetail */

/**
 * A number of what hangs on contacts; null is "not known".
 * @param {HTMLElement} badge
 * @param {number | null | undefined} count
 */
export function fillCount(badge, count) {
  badge.textContent = typeof count === "number" ? number(count) : text("js-unknown");
  badge.dataset["tone"] = count ? "accent" : "none";
}

/** @param {ContactDetail} contact */
function fill(contact) {
  byId("confirm-name").textContent = nameOf(contact);
  byId("confirm-more").textContent = [contact.company, contact.phones[0], contact.emails[0]].filter(Boolean).join(" · ");
  fillCount(byId("confirm-deals"), contact.related?.deals);
  fillCount(byId("confirm-companies"), contact.related?.companies);
  fillCount(byId("confirm-activities"), contact.related?.activities);
}

/**
 * Asks, and carries the act out while the dialog shows that it runs.
 * @template T
 * @param {ContactDetail} contact
 * @param {HTMLElement} opener gets the focus back
 * @param {() => Promise<T>} act must not throw
 */
export function askAndAct(contact, opener, act) {
  return ask({
    title: text("js-confirm-title"),
    action: text("js-confirm-delete"),
    tone: "danger",
    body: "confirm-one",
    opener,
    fill: () => fill(contact),
    act,
  });
}
