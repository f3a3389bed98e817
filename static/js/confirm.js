// @ts-check
// The confirmation before a deletion: names the contact and what hangs on it, keeps the focus inside, gives it back,
// and stands in the part of the frame that is in sight. The danger button is never focused first.

import { text } from "./boot.js";
import { buttonById, byId } from "./dom.js";
import { nameOf, number } from "./format.js";
import { bringIntoView, visibleArea } from "./frame.js";

/** @typedef {import("./types.js").ContactDetail} ContactDetail */

const SLOW_AFTER = 6_000;
const MARGIN = 16;

/**
 * @param {string} id
 * @param {number | null | undefined} count
 */
function fillCount(id, count) {
  const badge = byId(id);
  badge.textContent = typeof count === "number" ? number(count) : text("js-unknown");
  badge.dataset["tone"] = count ? "accent" : "none";
}

/** @param {ContactDetail} contact */
function fill(contact) {
  byId("confirm-name").textContent = nameOf(contact);
  byId("confirm-more").textContent = [contact.company, contact.phones[0], contact.emails[0]].filter(Boolean).join(" · ");
  fillCount("confirm-deals", contact.related?.deals);
  fillCount("confirm-companies", contact.related?.companies);
  fillCount("confirm-activities", contact.related?.activities);
  byId("confirm-slow").textContent = "";
}

/**
 * Puts the open dialog into the visible part of the frame. Where all of it is in sight, the style's centre is right.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} near where the person acted, for when nothing else is known
 */
async function place(dialog, near) {
  const area = await visibleArea();
  const height = dialog.offsetHeight;
  const room = area.bottom - area.top;
  if (room < window.innerHeight - 1) {
    const middle = area.top + (room - height) / 2;
    const top = room > 0 ? middle : near.getBoundingClientRect().top - height / 2;
    const lowest = Math.max(MARGIN, window.innerHeight - height - MARGIN);
    dialog.style.setProperty("--ce-dialog-top", `${Math.round(Math.min(Math.max(top, MARGIN), lowest))}px`);
    dialog.dataset["placed"] = "";
  } else {
    delete dialog.dataset["placed"];
  }
  bringIntoView(dialog);
}

/**
 * What has more text than room can be scrolled with the keyboard too.
 * @param {HTMLDialogElement} dialog
 */
function letScroll(dialog) {
  for (const part of dialog.querySelectorAll("[data-scrolls]")) {
    if (part.scrollHeight > part.clientHeight) {
      part.setAttribute("tabindex", "0");
    } else {
      part.removeAttribute("tabindex");
    }
  }
}

/**
 * Keeps Tab inside; a native dialog alone would let it out into the portal's page.
 * @param {HTMLDialogElement} dialog
 * @param {KeyboardEvent} event
 */
function keepFocus(dialog, event) {
  if (event.key !== "Tab") {
    return;
  }
  const stops = /** @type {HTMLElement[]} */ (Array.from(dialog.querySelectorAll('button:enabled, [tabindex="0"]')));
  const first = stops[0];
  const last = stops[stops.length - 1];
  if (!first || !last) {
    event.preventDefault();
  } else if (event.shiftKey && document.activeElement === first) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first.focus();
  }
}

/**
 * @param {boolean} busy
 */
function setBusy(busy) {
  const confirm = buttonById("confirm-delete");
  confirm.disabled = busy;
  confirm.setAttribute("aria-busy", String(busy));
  buttonById("confirm-cancel").disabled = busy;
}

/**
 * Asks, and carries the act out while the dialog shows that it runs.
 * @template T
 * @param {ContactDetail} contact
 * @param {HTMLElement} opener gets the focus back
 * @param {() => Promise<T>} act must not throw
 * @returns {Promise<{ confirmed: false } | { confirmed: true, result: T }>}
 */
export function askAndAct(contact, opener, act) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("confirm"));
  const listening = new AbortController();
  const { signal } = listening;
  let running = false;
  fill(contact);
  setBusy(false);
  delete dialog.dataset["placed"];
  dialog.showModal();
  letScroll(dialog);
  buttonById("confirm-cancel").focus({ preventScroll: true });
  void place(dialog, opener);

  return new Promise((resolve) => {
    /** @param {{ confirmed: false } | { confirmed: true, result: T }} decision */
    const finish = (decision) => {
      listening.abort();
      dialog.close();
      if (opener.isConnected) {
        opener.focus({ preventScroll: true });
      }
      resolve(decision);
    };
    const cancel = () => {
      if (!running) {
        finish({ confirmed: false });
      }
    };
    const confirm = async () => {
      if (running) {
        return;
      }
      running = true;
      setBusy(true);
      dialog.focus({ preventScroll: true });
      const slow = setTimeout(() => {
        byId("confirm-slow").textContent = text("js-slow");
      }, SLOW_AFTER);
      const result = await act();
      clearTimeout(slow);
      finish({ confirmed: true, result });
    };
    buttonById("confirm-delete").addEventListener("click", () => void confirm(), { signal });
    buttonById("confirm-cancel").addEventListener("click", cancel, { signal });
    window.addEventListener("resize", () => void place(dialog, opener).then(() => letScroll(dialog)), { signal });
    dialog.addEventListener("keydown", (event) => keepFocus(dialog, event), { signal });
    dialog.addEventListener("mousedown", (event) => event.target === dialog && cancel(), { signal });
    dialog.addEventListener("submit", (event) => event.preventDefault(), { signal });
    dialog.addEventListener(
      "cancel",
      (event) => {
        event.preventDefault();
        cancel();
      },
      { signal },
    );
    // A browser may close the dialog on a second Escape whatever we say; the deletion then goes on unseen.
    dialog.addEventListener("close", () => (running ? dialog.showModal() : cancel()), { signal });
  });
}
