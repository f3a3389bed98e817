// @ts-check
// The confirmation before one contact is deleted. It names the contact and shows what is linked to it and what is kept.
// The dialog and the widget use the same body.

import { boot, pluralText, text } from "../shared/boot.js";
import { companyOf } from "../shared/contact.js";
import { ask } from "../shared/dialog.js";
import { part, within } from "../shared/dom.js";
import { contactName, formatNumber } from "../shared/format.js";

/** @typedef {import("../shared/dialog.js").Controls} Controls */
/** @typedef {import("../shared/types.js").ContactDetail} ContactDetail */
/** @typedef {import("../shared/types.js").DeleteChoices} DeleteChoices */
/** @typedef {import("../shared/types.js").DeletionSettings} DeletionSettings */

/** Used if the settings cannot be read: the number must always be typed, and no copy is promised. */
export const STRICTEST_SETTINGS = { confirm_from: 2, max_contacts_per_job: 100_000, open_deals: /** @type {const} */ ("keep"), snapshot_days: 0 };

/**
 * Shows a number of linked items. null: not known. Zero is shown in a quieter style.
 * @param {HTMLElement} badge
 * @param {number | null | undefined} count
 * @param {"accent" | "warning"} [tone]
 */
export function fillCount(badge, count, tone = "accent") {
  badge.textContent = typeof count === "number" ? formatNumber(count) : text("js-unknown");
  badge.dataset["tone"] = count ? tone : "none";
  badge.closest(".ce-impact__row")?.toggleAttribute("data-nothing", count === 0);
}

/**
 * Fills the body. The result reads the person's choices in it.
 * @param {HTMLElement} body
 * @param {ContactDetail} contact
 * @param {DeletionSettings} settings
 * @param {Pick<Controls, "setAction" | "setAllowed" | "contentChanged">} controls
 * @returns {() => DeleteChoices}
 */
export function fillConfirmation(body, contact, settings, controls) {
  const { related, open_deals: open } = contact;
  const days = settings.snapshot_days;
  const noCopy = /** @type {HTMLInputElement} */ (within(body, "[data-testid='no-copy']"));
  part(body, "name").textContent = contactName(contact);
  part(body, "more").textContent = [...companyOf(contact), contact.phones[0], contact.emails[0], `#${contact.id}`].filter(Boolean).join(" · ");
  fillCount(part(body, "deals"), related?.deals);
  fillCount(part(body, "companies"), related?.companies);
  fillCount(part(body, "activities"), related?.activities);

  const isOpen = open !== 0 && settings.open_deals !== "delete";
  const isKept = isOpen && settings.open_deals === "keep";
  const warning = part(body, "open");
  warning.hidden = open === 0;
  part(warning, "open-words").textContent = typeof open === "number" ? pluralText("js-one-open", open) : text("js-one-open-unknown");
  part(body, "protected").hidden = !isKept;
  part(body, "facts").hidden = isKept;

  const update = () => {
    const keeps = days > 0 && !noCopy.checked;
    part(body, "copy").hidden = !keeps;
    part(body, "copy-words").textContent = pluralText("js-one-copy", days);
    part(body, "no-copy-note").hidden = keeps || settings === STRICTEST_SETTINGS;
    controls.setAllowed(!isKept);
    controls.setAction(isOpen ? text("js-delete-anyway") : keeps || settings === STRICTEST_SETTINGS ? text("js-confirm-delete") : text("js-delete-for-good"));
    controls.contentChanged();
  };
  part(body, "no-copy").hidden = !boot.admin || days === 0;
  noCopy.addEventListener("change", update);
  update();
  return () => ({ includeOpenDeals: isOpen, keepsCopy: days > 0 ? !noCopy.checked : null, days });
}

/**
 * Asks for a confirmation and deletes the contact while the dialog shows that it is running.
 * @template T
 * @param {ContactDetail} contact
 * @param {DeletionSettings} settings
 * @param {HTMLElement} opener gets the focus back at the end
 * @param {(choices: DeleteChoices) => Promise<T>} deleteContact must not throw
 */
export function askAndDelete(contact, settings, opener, deleteContact) {
  /** @type {() => DeleteChoices} */
  let choices = () => ({ includeOpenDeals: false, keepsCopy: null, days: 0 });
  return ask({
    title: text("js-confirm-title"),
    action: text("js-confirm-delete"),
    tone: "danger",
    body: "confirm-one",
    opener,
    fill: (body, dialog) => {
      choices = fillConfirmation(body, contact, settings, dialog);
    },
    run: () => deleteContact(choices()),
  });
}
