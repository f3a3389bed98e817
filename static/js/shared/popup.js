// @ts-check
// A small panel beside the element that opened it, in the visible part of the frame. Only one is open at a time. Escape
// or a click outside closes it, and the focus returns.

import { visibleArea } from "./frame.js";

const GAP = 6;
const MARGIN = 8;
/** The portal's own header covers the top of the window. */
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
 * @param {HTMLElement} uncovered element that the panel must not cover
 */
async function position(panel, opener, uncovered) {
  const { top, bottom } = await visibleArea();
  const openerRect = opener.getBoundingClientRect();
  const isOpenerVisible = openerRect.bottom > top && openerRect.top < bottom;
  const below = uncovered.getBoundingClientRect().bottom + GAP;
  const above = uncovered.getBoundingClientRect().top - GAP - panel.offsetHeight;
  const hasRoomBelow = below + panel.offsetHeight <= bottom - MARGIN;
  const preferred = !isOpenerVisible ? top + (bottom - top - panel.offsetHeight) / 2 : hasRoomBelow ? below : above;
  const minTop = top > 0 ? top + HEADER : MARGIN;
  const maxTop = Math.max(bottom - panel.offsetHeight - MARGIN, minTop);
  const start = Math.min(openerRect.left, document.documentElement.clientWidth - panel.offsetWidth - MARGIN);
  panel.style.setProperty("--ce-popup-top", `${Math.round(Math.max(Math.min(preferred, maxTop), minTop) + window.scrollY)}px`);
  panel.style.setProperty("--ce-popup-left", `${Math.round(Math.max(start, MARGIN) + window.scrollX)}px`);
  panel.dataset["placed"] = "";
}

/**
 * Opens a panel beside its opener.
 * @param {HTMLElement} panel hidden until now
 * @param {HTMLElement} opener
 * @param {{ focus?: HTMLElement | null, closed?: () => void, uncovered?: HTMLElement }} [options] `focus`: gets the focus;
 * without it the focus stays. `uncovered`: element that the panel must not cover
 */
export function openPopup(panel, opener, { focus = null, closed = () => {}, uncovered = opener } = {}) {
  closePopup();
  const ended = new AbortController();
  const { signal } = ended;
  /** @param {boolean} isShown */
  const setExpanded = (isShown) => opener.matches("button") && opener.setAttribute("aria-expanded", String(isShown));
  /** @param {boolean} focusBack */
  const close = (focusBack) => {
    open = null;
    ended.abort();
    const hadFocus = panel.contains(document.activeElement);
    panel.hidden = true;
    setExpanded(false);
    if ((focusBack || hadFocus) && opener.isConnected) {
      opener.focus({ preventScroll: true });
    }
    closed();
  };
  open = { panel, close };
  delete panel.dataset["placed"];
  panel.hidden = false;
  setExpanded(true);
  const reposition = () => void position(panel, opener, uncovered).then(() => {
    if (focus && !panel.contains(document.activeElement)) {
      focus.focus({ preventScroll: true });
    }
  });
  reposition();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close(true);
    }
  }, { signal });
  document.addEventListener("pointerdown", (event) => {
    const target = /** @type {Node} */ (event.target);
    if (!panel.contains(target) && !opener.contains(target)) {
      close(false);
    }
  }, { signal });
  window.addEventListener("resize", () => void position(panel, opener, uncovered), { signal });
  panel.addEventListener("focusout", (event) => {
    const to = /** @type {Node | null} */ (event.relatedTarget);
    if (to && !panel.contains(to) && !opener.contains(to)) {
      close(false);
    }
  }, { signal });
  new ResizeObserver((_, observer) => (signal.aborted ? observer.disconnect() : void position(panel, opener, uncovered))).observe(panel);
}

/**
 * Makes a button open and close a panel.
 * @param {HTMLElement} button
 * @param {HTMLElement} panel
 * @param {() => HTMLElement | null} focus
 */
export function listenToPopupButton(button, panel, focus) {
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    if (isOpen(panel)) {
      closePopup(true);
    } else {
      openPopup(panel, button, { focus: focus() });
    }
  });
}
