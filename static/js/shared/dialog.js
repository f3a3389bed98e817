// @ts-check
// The confirmation dialog. It keeps the focus inside, returns it at the end, and opens in the visible part of the
// frame. The action button never gets the focus first. Escape cancels.

import { text } from "./boot.js";
import { buttonById, byId, copyTemplate, within } from "./dom.js";
import { bringFixedIntoView, visibleArea } from "./frame.js";
import { onScrollEnd } from "./scroll.js";

const SLOW_AFTER = 6_000;
const MARGIN = 16;
/** The dialog uses less spacing if the visible part is lower than this. */
const SMALL_HEIGHT = 640;
const POSITION_LIMIT = 10_000;
/** The portal's own header covers the top of the window. */
const HEADER = 64;
const FOCUSABLE = 'button:enabled, a[href], input:enabled, textarea:enabled, select:enabled, [tabindex="0"]';

/**
 * @template T
 * @typedef {object} Question
 * @property {string} title
 * @property {string} action label of the action button
 * @property {"danger" | "primary"} tone
 * @property {string} [icon] shown in the head; by default a bin for a danger, otherwise a list
 * @property {string} body id of the template for the dialog's body
 * @property {HTMLElement} opener gets the focus back at the end
 * @property {(body: HTMLElement, dialog: Controls) => void} fill
 * @property {() => Promise<T>} run must not throw
 */

/**
 * @typedef {object} Controls
 * @property {(title: string) => void} setTitle
 * @property {(allowed: boolean) => void} setAllowed whether the action button is enabled
 * @property {(action: string) => void} setAction label of the action button
 * @property {() => void} contentChanged the body has changed its size
 * @property {AbortSignal} signal aborted when the dialog closes
 */

/**
 * The visible part of the frame, and whether the frame is larger than that.
 * @param {number} [limit] time limit in milliseconds
 */
async function freeArea(limit) {
  const { top, bottom } = await visibleArea(limit);
  const isCut = bottom - top < window.innerHeight - 1;
  return { isCut, top: top + (isCut ? HEADER : 0), bottom };
}

/**
 * Sets the available height and the top before the dialog opens, so that it opens where it is visible and nothing
 * scrolls.
 * @param {HTMLDialogElement} dialog
 * @param {Awaited<ReturnType<typeof freeArea>>} area
 */
function setRoom(dialog, area) {
  dialog.style.setProperty("--ce-dialog-room", `${Math.round(area.bottom - area.top - 2 * MARGIN)}px`);
  dialog.style.setProperty("--ce-dialog-top", `${Math.round(area.top + MARGIN)}px`);
  dialog.toggleAttribute("data-placed", area.isCut);
  dialog.toggleAttribute("data-tight", area.bottom - area.top < SMALL_HEIGHT);
}

/**
 * Centres the open dialog in the visible part. If the whole frame is visible, the style already centres it.
 * @param {HTMLDialogElement} dialog
 * @param {Awaited<ReturnType<typeof freeArea>>} area
 * @param {HTMLElement} opener used if the visible part is unknown
 */
function position(dialog, area, opener) {
  setRoom(dialog, area);
  if (!area.isCut) {
    return;
  }
  const height = dialog.offsetHeight;
  const room = area.bottom - area.top;
  const lowest = Math.max(MARGIN, window.innerHeight - height - MARGIN);
  const middle = Math.max(area.top + MARGIN, area.top + (room - height) / 2);
  const top = room > 0 ? middle : opener.getBoundingClientRect().top - height / 2;
  dialog.style.setProperty("--ce-dialog-top", `${Math.round(Math.min(Math.max(top, MARGIN), lowest))}px`);
  // In an enlarged page the visible part may be lower than the dialog.
  if (room < height + MARGIN) {
    bringFixedIntoView(dialog);
  }
}

/**
 * Makes areas that overflow scrollable with the keyboard too.
 * @param {HTMLDialogElement} dialog
 */
function makeScrollable(dialog) {
  for (const box of dialog.querySelectorAll("[data-scrolls]")) {
    if (box.scrollHeight > box.clientHeight) {
      box.setAttribute("tabindex", "0");
    } else {
      box.removeAttribute("tabindex");
    }
  }
}

/**
 * Keeps Tab inside the dialog. A native dialog alone would let it out into the portal's page.
 * @param {HTMLDialogElement} dialog
 * @param {KeyboardEvent} event
 */
function trapFocus(dialog, event) {
  if (event.key !== "Tab") {
    return;
  }
  const all = /** @type {HTMLElement[]} */ (Array.from(dialog.querySelectorAll(FOCUSABLE)));
  const focusable = all.filter((element) => element.checkVisibility());
  const first = focusable[0];
  const last = focusable[focusable.length - 1];
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
  const body = copyTemplate(question.body);
  const actButton = buttonById("confirm-delete");
  dialog.dataset["tone"] = question.tone;
  within(dialog, ".ce-dialog__mark-danger use").setAttribute("href", question.icon ?? "#icon-trash");
  within(dialog, ".ce-dialog__mark-primary use").setAttribute("href", question.icon ?? "#icon-list");
  actButton.classList.toggle("ce-button--danger", question.tone === "danger");
  actButton.classList.toggle("ce-button--primary", question.tone === "primary");
  actButton.querySelector(".ce-button__label")?.replaceChildren(question.action);
  byId("confirm-body").replaceChildren(body);
  byId("confirm-slow").textContent = "";
  controls.setTitle(question.title);
  question.fill(body, controls);
  // Pinned elements move above the buttons and never scroll away.
  byId("confirm-pinned").replaceChildren(...body.querySelectorAll("[data-pinned]"));
}

let isOpening = false;

/** @param {boolean} busy */
function setBusy(busy) {
  const actButton = buttonById("confirm-delete");
  actButton.disabled = busy;
  actButton.setAttribute("aria-busy", String(busy));
  buttonById("confirm-cancel").disabled = busy;
}

/**
 * Asks for a confirmation. After it, runs the action while the dialog shows that it is running.
 * @template T
 * @param {Question<T>} question
 * @returns {Promise<{ confirmed: false } | { confirmed: true, result: T }>}
 */
export async function ask(question) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("confirm"));
  if (dialog.open || isOpening) {
    return { confirmed: false };
  }
  isOpening = true;
  // Find the position before the dialog opens: the browser scrolls to an element that gets the focus while it is not
  // visible.
  const area = await freeArea();
  isOpening = false;
  const { opener } = question;
  const ended = new AbortController();
  const { signal } = ended;
  let isRunning = false;
  const actButton = buttonById("confirm-delete");
  const reposition = async () => {
    // An open dialog keeps its position until the answer comes, even if the machine is slow.
    const newArea = await freeArea(POSITION_LIMIT);
    if (dialog.open && !signal.aborted) {
      position(dialog, newArea, opener);
      makeScrollable(dialog);
    }
  };
  setBusy(false);
  fill(dialog, question, {
    setTitle: (title) => {
      byId("confirm-title").textContent = title;
    },
    setAllowed: (allowed) => {
      buttonById("confirm-delete").disabled = !allowed || isRunning;
    },
    setAction: (action) => actButton.querySelector(".ce-button__label")?.replaceChildren(action),
    contentChanged: () => void (dialog.open && reposition()),
    signal,
  });
  setRoom(dialog, area);
  dialog.showModal();
  position(dialog, area, opener);
  makeScrollable(dialog);
  buttonById("confirm-cancel").focus({ preventScroll: true });
  if (area.isCut) {
    onScrollEnd(() => void reposition(), signal);
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
      if (!isRunning) {
        finish({ confirmed: false });
      }
    };
    const confirm = async () => {
      if (isRunning) {
        return;
      }
      isRunning = true;
      setBusy(true);
      dialog.focus({ preventScroll: true });
      const slow = setTimeout(() => {
        byId("confirm-slow").textContent = text("js-slow");
      }, SLOW_AFTER);
      const result = await question.run();
      clearTimeout(slow);
      finish({ confirmed: true, result });
    };
    buttonById("confirm-delete").addEventListener("click", () => void confirm(), { signal });
    buttonById("confirm-cancel").addEventListener("click", cancel, { signal });
    window.addEventListener("resize", () => void reposition(), { signal });
    dialog.addEventListener("keydown", (event) => trapFocus(dialog, event), { signal });
    dialog.addEventListener("mousedown", (event) => event.target === dialog && cancel(), { signal });
    dialog.addEventListener("submit", (event) => event.preventDefault(), { signal });
    dialog.addEventListener(
      "cancel",
      (event) => {
        // A "cancel" event of a file field bubbles up to the dialog as well.
        if (event.target === dialog) {
          event.preventDefault();
          cancel();
        }
      },
      { signal },
    );
    // A browser may close the dialog on a second Escape although the event was cancelled. The action still runs then.
    const closed = () => {
      // The close event of an earlier dialog may arrive late. The dialog is open again by then.
      if (!dialog.open && isRunning) {
        dialog.showModal();
      } else if (!dialog.open) {
        cancel();
      }
    };
    dialog.addEventListener("close", closed, { signal });
  });
}
