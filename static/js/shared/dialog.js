// @ts-check
// The dialog before an act: keeps the focus inside, gives it back, and stands in the part of the frame that is in
// sight. The button that acts is never focused first, and Escape cancels.

import { text } from "./boot.js";
import { buttonById, byId, copyOf, within } from "./dom.js";
import { bringFixedIntoView, visibleArea } from "./frame.js";
import { watchSight } from "./visible-part.js";

const SLOW_AFTER = 6_000;
const MARGIN = 16;
/** With less room than this the dialog stands closer together. */
const TIGHT = 640;
const PATIENCE = 10_000;
/** The portal's own header, which stays at the window's top. */
const HEADER = 64;
const STOPS = 'button:enabled, a[href], input:enabled, textarea:enabled, select:enabled, [tabindex="0"]';

/**
 * @template T
 * @typedef {object} Question
 * @property {string} title
 * @property {string} action what the acting button says
 * @property {"danger" | "primary"} tone
 * @property {string} [icon] in the head: a bin for a danger, a list else
 * @property {string} body the id of the template of the dialog's middle
 * @property {HTMLElement} opener gets the focus back
 * @property {(body: HTMLElement, dialog: Controls) => void} fill
 * @property {() => Promise<T>} act must not throw
 */

/**
 * @typedef {object} Controls
 * @property {(title: string) => void} name
 * @property {(allowed: boolean) => void} allow whether the acting button may be pressed
 * @property {(action: string) => void} act what the acting button says
 * @property {() => void} grown the content has changed its size
 * @property {AbortSignal} signal aborted when the dialog ends, whichever way
 */

/**
 * Where a dialog may stand: the part of the frame that is in sight, and whether the frame is larger than that.
 * @param {number} [limit] how long it may take to find out
 */
async function freePart(limit) {
  const { top, bottom } = await visibleArea(limit);
  const isCut = bottom - top < window.innerHeight - 1;
  return { isCut, top: top + (isCut ? HEADER : 0), bottom };
}

/**
 * Says how much room there is and where it begins, so that the dialog opens where it can be seen and nothing scrolls to it.
 * @param {HTMLDialogElement} dialog
 * @param {Awaited<ReturnType<typeof freePart>>} part
 */
function makeRoom(dialog, part) {
  dialog.style.setProperty("--ce-dialog-room", `${Math.round(part.bottom - part.top - 2 * MARGIN)}px`);
  dialog.style.setProperty("--ce-dialog-top", `${Math.round(part.top + MARGIN)}px`);
  dialog.toggleAttribute("data-placed", part.isCut);
  dialog.toggleAttribute("data-tight", part.bottom - part.top < TIGHT);
}

/**
 * Puts the open dialog into the middle of that part. Where all of the frame is in sight, the style's centre is right.
 * @param {HTMLDialogElement} dialog
 * @param {Awaited<ReturnType<typeof freePart>>} part
 * @param {HTMLElement} near where the person acted, for when nothing else is known
 */
function place(dialog, part, near) {
  makeRoom(dialog, part);
  if (!part.isCut) {
    return;
  }
  const height = dialog.offsetHeight;
  const room = part.bottom - part.top;
  const lowest = Math.max(MARGIN, window.innerHeight - height - MARGIN);
  const middle = Math.max(part.top + MARGIN, part.top + (room - height) / 2);
  const top = room > 0 ? middle : near.getBoundingClientRect().top - height / 2;
  dialog.style.setProperty("--ce-dialog-top", `${Math.round(Math.min(Math.max(top, MARGIN), lowest))}px`);
  // In an enlarged page the part in sight may be lower than the question with its buttons.
  if (room < height + MARGIN) {
    bringFixedIntoView(dialog);
  }
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
  within(dialog, ".ce-dialog__mark-danger use").setAttribute("href", question.icon ?? "#icon-trash");
  within(dialog, ".ce-dialog__mark-primary use").setAttribute("href", question.icon ?? "#icon-list");
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

let opening = false;

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
export async function ask(question) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("confirm"));
  if (dialog.open || opening) {
    return { confirmed: false };
  }
  opening = true;
  // Before anything opens: the browser scrolls to what it gives the focus, if that is out of sight.
  const part = await freePart();
  opening = false;
  const { opener } = question;
  const ended = new AbortController();
  const { signal } = ended;
  let running = false;
  const act = buttonById("confirm-delete");
  const settle = async () => {
    // An open dialog stays where it is until the answer comes, however busy the machine is.
    const now = await freePart(PATIENCE);
    if (dialog.open && !signal.aborted) {
      place(dialog, now, opener);
      letScroll(dialog);
    }
  };
  setBusy(false);
  fill(dialog, question, {
    name: (title) => {
      byId("confirm-title").textContent = title;
    },
    allow: (allowed) => {
      buttonById("confirm-delete").disabled = !allowed || running;
    },
    act: (action) => act.querySelector(".ce-button__label")?.replaceChildren(action),
    grown: () => void (dialog.open && settle()),
    signal,
  });
  makeRoom(dialog, part);
  dialog.showModal();
  place(dialog, part, opener);
  letScroll(dialog);
  buttonById("confirm-cancel").focus({ preventScroll: true });
  if (part.isCut) {
    watchSight(() => void settle(), signal);
  }

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
    window.addEventListener("resize", () => void settle(), { signal });
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
