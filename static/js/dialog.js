// @ts-check
// The dialog before an act: keeps the focus inside, gives it back, and stands in the part of the frame that is in
// sight. The button that acts is never focused first, and Escape cancels.

import { text } from "./boot.js";
import { buttonById, byId, copyOf } from "./dom.js";
import { bringIntoView, visibleArea } from "./frame.js";

const SLOW_AFTER = 6_000;
const MARGIN = 16;
/** The portal's own header, which stays at the window's top. */
const HEADER = 64;
const STOPS = 'button:enabled, a[href], input:enabled, textarea:enabled, select:enabled, [tabindex="0"]';

/**
 * @template T
 * @typedef {object} Question
 * @property {string} title
 * @property {string} action what the acting button says
 * @property {"danger" | "primary"} tone
 * @property {string} body the id of the template of the dialog's middle
 * @property {HTMLElement} opener gets the focus back
 * @property {(body: HTMLElement, dialog: Controls) => void} fill
 * @property {() => Promise<T>} act must not throw
 */

/**
 * @typedef {object} Controls
 * @property {(title: string) => void} name
 * @property {(allowed: boolean) => void} allow whether the acting button may be pressed
 * @property {() => void} grown the content has changed its size
 * @property {AbortSignal} signal aborted when the dialog ends, whichever way
 */

/**
 * Puts the open dialog into the visible part of the frame. Where all of it is in sight, the style's centre is right.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} near where the person acted, for when nothing else is known
 */
async function place(dialog, near) {
  const area = await visibleArea();
  const room = area.bottom - area.top;
  const isCut = room < window.innerHeight - 1;
  dialog.style.setProperty("--ce-dialog-room", `${Math.round(room - 2 * MARGIN - (isCut ? HEADER : 0))}px`);
  const height = dialog.offsetHeight;
  if (isCut) {
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
  const all = /** @type {HTMLElement[]} */ (Array.from(dialog.querySelectorAll(STOPS)));
  const stops = all.filter((stop) => stop.checkVisibility());
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
 * @template T
 * @param {HTMLDialogElement} dialog
 * @param {Question<T>} question
 * @param {Controls} controls
 */
function fill(dialog, question, controls) {
  const body = copyOf(question.body);
  const act = buttonById("confirm-delete");
  dialog.dataset["tone"] = question.tone;
  act.classList.toggle("ce-button--danger", question.tone === "danger");
  act.classList.toggle("ce-button--primary", question.tone === "primary");
  act.querySelector(".ce-button__label")?.replaceChildren(question.action);
  byId("confirm-body").replaceChildren(body);
  byId("confirm-slow").textContent = "";
  controls.name(question.title);
  question.fill(body, controls);
  // What must not scroll out of sight stands above the buttons.
  byId("confirm-pinned").replaceChildren(...body.querySelectorAll("[data-pinned]"));
}

/** @param {boolean} busy */
function setBusy(busy) {
  const act = buttonById("confirm-delete");
  act.disabled = busy;
  act.setAttribute("aria-busy", String(busy));
  buttonById("confirm-cancel").disabled = busy;
}

/**
 * Asks, and carries the act out while the dialog shows that it runs.
 * @template T
 * @param {Question<T>} question
 * @returns {Promise<{ confirmed: false } | { confirmed: true, result: T }>}
 */
export function ask(question) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("confirm"));
  const { opener } = question;
  const ended = new AbortController();
  const { signal } = ended;
  let running = false;
  const settle = () => void place(dialog, opener).then(() => letScroll(dialog));
  setBusy(false);
  fill(dialog, question, {
    name: (title) => {
      byId("confirm-title").textContent = title;
    },
    allow: (allowed) => {
      buttonById("confirm-delete").disabled = !allowed || running;
    },
    grown: () => dialog.open && settle(),
    signal,
  });
  delete dialog.dataset["placed"];
  dialog.showModal();
  letScroll(dialog);
  buttonById("confirm-cancel").focus({ preventScroll: true });
  void place(dialog, opener);

  return new Promise((resolve) => {
    /** @param {{ confirmed: false } | { confirmed: true, result: T }} decision */
    const finish = (decision) => {
      ended.abort();
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
      const result = await question.act();
      clearTimeout(slow);
      finish({ confirmed: true, result });
    };
    buttonById("confirm-delete").addEventListener("click", () => void confirm(), { signal });
    buttonById("confirm-cancel").addEventListener("click", cancel, { signal });
    window.addEventListener("resize", settle, { signal });
    dialog.addEventListener("keydown", (event) => keepFocus(dialog, event), { signal });
    dialog.addEventListener("mousedown", (event) => event.target === dialog && cancel(), { signal });
    dialog.addEventListener("submit", (event) => event.preventDefault(), { signal });
    dialog.addEventListener(
      "cancel",
      (event) => {
        // A file field's own "cancel" comes up to here as well.
        if (event.target === dialog) {
          event.preventDefault();
          cancel();
        }
      },
      { signal },
    );
    // A browser may close the dialog on a second Escape whatever we say; the act then goes on unseen.
    const closed = () => {
      // The event of an earlier question's closing comes late; the dialog is open again by then.
      if (!dialog.open && running) {
        dialog.showModal();
      } else if (!dialog.open) {
        cancel();
      }
    };
    dialog.addEventListener("close", closed, { signal });
  });
}
