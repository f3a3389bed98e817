// @ts-check
// The confirmation before one contact is deleted: names it, tells what is linked to it and what is kept of it. The same
// middle stands in the dialog and in the widget.

import { boot, counted, text } from "../shared/boot.js";
import { companyOf } from "../shared/contact.js";
import { ask } from "../shared/dialog.js";
import { part, within } from "../shared/dom.js";
import { nameOf, number } from "../shared/format.js";

/** @typedef {import("../shared/types.js").ContactDetail} ContactDetail */
/** @typedef {import("../shared/types.js").DeleteChoices} DeleteChoices */
/** @typedef {import("../shared/types.js").Settings} Settings */

/** When the settings cannot be read: the number is always typed, and nothing is promised. */
export const CAREFUL = { confirm_from: 2, max_contacts_per_job: 100_000, open_deals: /** @type {const} */ ("keep"), snapshot_days: 0 };

/**
 * A number of what is linked to contacts; null is "not known". Nothing is said more quietly than something.
 * @param {HTMLElement} badge
 * @param {number | null | undefined} count
 * @param {"accent" | "warning"} [tone]
 */
export function fillCount(badge, count, tone = "accent") {
  badge.textContent = typeof count === "number" ? number(count) : text("js-unknown");
  badge.dataset["tone"] = count ? tone : "none";
  badge.closest(".ce-impact__row")?.toggleAttribute("data-nothing", count === 0);
}

/**
 * Fills the middle, and says what the person has chosen in it.
 * @param {HTMLElement} body
 * @param {ContactDetail} contact
 * @param {Settings} settings
 * @param {{ act: (action: string) => void, allow: (allowed: boolean) => void, grown: () => void }} controls
 * @returns {() => DeleteChoices}
 */
export function oneBody(body, contact, settings, controls) {
  const { related, open_deals: open } = contact;
  const days = settings.snapshot_days;
  const noCopy = /** @type {HTMLInputElement} */ (within(body, "[data-testid='no-copy']"));
  part(body, "name").textContent = nameOf(contact);
  part(body, "more").textContent = [...companyOf(contact), contact.phones[0], contact.emails[0], `#${contact.id}`].filter(Boolean).join(" · ");
  fillCount(part(body, "deals"), related?.deals);
  fillCount(part(body, "companies"), related?.companies);
  fillCount(part(body, "activities"), related?.activities);

  const isOpen = open !== 0 && settings.open_deals !== "delete";
  const isKept = isOpen && settings.open_deals === "keep";
  const warning = part(body, "open");
  warning.hidden = open === 0;
  part(warning, "open-words").textContent = typeof open === "number" ? counted("js-one-open", open) : text("js-one-open-unknown");
  part(body, "protected").hidden = !isKept;
  part(body, "facts").hidden = isKept;

  const say = () => {
    const keeps = days > 0 && !noCopy.checked;
    part(body, "copy").hidden = !keeps;
    part(body, "copy-words").textContent = counted("js-one-copy", days);
    part(body, "no-copy-note").hidden = keeps || settings === CAREFUL;
    controls.allow(!isKept);
    controls.act(isOpen ? text("js-delete-anyway") : keeps || settings === CAREFUL ? text("js-confirm-delete") : text("js-delete-for-good"));
    controls.grown();
  };
  part(body, "no-copy").hidden = !boot.admin || days === 0;
  noCopy.addEventListener("change", say);
  say();
  return () => ({ includeOpenDeals: isOpen, keepsCopy: days > 0 ? !noCopy.checked : null, days });
}

/**
 * Asks, and carries the act out while the dialog shows that it runs.
 * @template T
 * @param {ContactDetail} contact
 * @param {Settings} settings
 * @param {HTMLElement} opener gets the focus back
 * @param {(choices: DeleteChoices) => Promise<T>} act must not throw
 */
export function askAndAct(contact, settings, opener, act) {
  /** @type {() => DeleteChoices} */
  let choices = () => ({ includeOpenDeals: false, keepsCopy: null, days: 0 });
  return ask({
    title: text("js-confirm-title"),
    action: text("js-confirm-delete"),
    tone: "danger",
    body: "confirm-one",
    opener,
    fill: (body, dialog) => {
      choices = oneBody(body, contact, settings, dialog);
    },
    act: () => act(choices()),
  });
}
