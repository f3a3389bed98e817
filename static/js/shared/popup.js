// @ts-check
// A small panel beside what opened it, in the part of the frame that is in sight. One at a time; Escape and a press
// beside it close it, and the focus goes back.

import { visibleArea } from "./frame.js";

const GAP = 6;
const MARGIN = 8;
/** The portal's own header, which stays at the window's top. */
const HEADER = 72;

/** @type {{ panel: HTMLElement, close: (focusBack: boolean) => void } | null} */
let open = null;

/** @param {HTMLElement} panel */
export const isOpen = (panel) => open?.panel === panel;

/** @param {boolean} [focusBack] */
export function closePopup(focusBack = false) {
  open?.close(focusBack);
}

/**
 * @param {HTMLElement} panel
 * @param {HTMLElement} opener
 * @param {HTMLElement} clear what the panel leaves in sight: the opener, or what it stands in
 */
async function place(panel, opener, clear) {
  const { top, bottom } = await visibleArea();
  const at = opener.getBoundingClientRect();
  const isSeen = at.bottom > top && at.top < bottom;
  const below = clear.getBoundingClientRect().bottom + GAP;
  const above = clear.getBoundingClientRect().top - GAP - panel.offsetHeight;
  const fits = below + panel.offsetHeight <= bottom - MARGIN;
  const wanted = !isSeen ? top + (bottom - top - panel.offsetHeight) / 2 : fits ? below : above;
  const highest = top > 0 ? top + HEADER : MARGIN;
  const lowest = Math.max(bottom - panel.offsetHeight - MARGIN, highest);
  const start = Math.min(at.left, document.documentElement.clientWidth - panel.offsetWidth - MARGIN);
  panel.style.setProperty("--ce-popup-top", `${Math.round(Math.max(Math.min(wanted, lowest), highest) + window.scrollY)}px`);
  panel.style.setProperty("--ce-popup-left", `${Math.round(Math.max(start, MARGIN) + window.scrollX)}px`);
  panel.dataset["placed"] = "";
}

/**
 * Opens a panel beside its opener.
 * @param {HTMLElement} panel hidden until now
 * @param {HTMLElement} opener
 * @param {{ focus?: HTMLElement | null, closed?: () => void, clear?: HTMLElement }} [options] `focus`: what gets it; without,
 * it stays. `clear`: what the panel must not cover
 */
export function openPopup(panel, opener, { focus = null, closed = () => {}, clear = opener } = {}) {
  closePopup();
  const ended = new AbortController();
  const { signal } = ended;
  /** @param {boolean} isShown */
  const tell = (isShown) => opener.matches("button") && opener.setAttribute("aria-expanded", String(isShown));
  /** @param {boolean} focusBack */
  const close = (focusBack) => {
    open = null;
    ended.abort();
    const hadFocus = panel.contains(document.activeElement);
    panel.hidden = true;
    tell(false);
    if ((focusBack || hadFocus) && opener.isConnected) {
      opener.focus({ preventScroll: true });
    }
    closed();
  };
  open = { panel, close };
  delete panel.dataset["placed"];
  panel.hidden = false;
  tell(true);
  const moved = () => void place(panel, opener, clear).then(() => {
    if (focus && !panel.contains(document.activeElement)) {
      focus.focus({ preventScroll: true });
    }
  });
  moved();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close(true);
    }
  }, { signal });
  document.addEventListener("pointerdown", (event) => {
    const at = /** @type {Node} */ (event.target);
    if (!panel.contains(at) && !opener.contains(at)) {
      close(false);
    }
  }, { signal });
  window.addEventListener("resize", () => void place(panel, opener, clear), { signal });
  panel.addEventListener("focusout", (event) => {
    const to = /** @type {Node | null} */ (event.relatedTarget);
    if (to && !panel.contains(to) && !opener.contains(to)) {
      close(false);
    }
  }, { signal });
  new ResizeObserver((_, observer) => (signal.aborted ? observer.disconnect() : void place(panel, opener, clear))).observe(panel);
}

/**
 * A button that opens and closes a panel.
 * @param {HTMLElement} button
 * @param {HTMLElement} panel
 * @param {() => HTMLElement | null} focus
 */
export function popupButton(button, panel, focus) {
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    if (isOpen(panel)) {
      closePopup(true);
    } else {
      openPopup(panel, button, { focus: focus() });
    }
  });
}
