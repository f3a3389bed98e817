// @ts-check
// A menu behind a button, after the WAI-ARIA practices: arrows, Home and End move, Escape and Tab close, and the focus
// returns to the button.

import { bringIntoView } from "./frame.js";

const MARGIN = 8;

/**
 * @param {HTMLButtonElement} button with `aria-haspopup` and `aria-expanded`
 * @param {HTMLElement} list with the role `menu`
 */
export function listenToMenu(button, list) {
  const items = () =>
    /** @type {HTMLElement[]} */ (Array.from(list.querySelectorAll('[role="menuitem"]'))).filter((item) => !item.hidden);
  /** @type {AbortController | null} */
  let openController = null;

  /** @param {boolean} returnsFocus whether the focus returns to the button */
  const close = (returnsFocus) => {
    openController?.abort();
    openController = null;
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (returnsFocus) {
      button.focus({ preventScroll: true });
    }
  };

  /** @param {number} index */
  const open = (index) => {
    openController?.abort();
    openController = new AbortController();
    const { signal } = openController;
    list.hidden = false;
    delete list.dataset["up"];
    delete list.dataset["start"];
    if (list.getBoundingClientRect().left < MARGIN) {
      list.dataset["start"] = "";
    }
    if (list.getBoundingClientRect().bottom > document.documentElement.clientHeight - MARGIN) {
      list.dataset["up"] = "";
    }
    button.setAttribute("aria-expanded", "true");
    bringIntoView(list);
    items().at(index)?.focus({ preventScroll: true });
    const outside = (/** @type {Event} */ event) => {
      if (!list.contains(/** @type {Node} */ (event.target)) && !button.contains(/** @type {Node} */ (event.target))) {
        close(false);
      }
    };
    document.addEventListener("mousedown", outside, { signal });
    window.addEventListener("blur", () => close(false), { signal });
  };

  button.addEventListener("click", () => (openController ? close(true) : open(0)));
  button.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      open(event.key === "ArrowDown" ? 0 : -1);
    }
  });
  list.addEventListener("click", () => close(true));
  list.addEventListener("keydown", (event) => {
    const all = items();
    const index = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const targets = { ArrowDown: (index + 1) % all.length, ArrowUp: index - 1, Home: 0, End: -1 };
    const target = targets[/** @type {keyof typeof targets} */ (event.key)];
    if (target !== undefined) {
      event.preventDefault();
      all.at(target)?.focus({ preventScroll: true });
    } else if (event.key === "Escape") {
      event.preventDefault();
      close(true);
    } else if (event.key === "Tab") {
      close(false);
    }
  });
}
