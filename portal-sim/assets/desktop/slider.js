/**
 * The side panels. They lie over the page and over each other, and close from the top down.
 *
 * A panel has a kind (`app`, `placement` or `page`), because an application may close only panels that show it.
 */

import { element, onEscape } from "./dom.js";

const CLOSING_MS = 180;
const stack = [];

/** Opens a panel and fills its body. `fill` may return a function that runs when the panel closes. */
export function openSlider({ kind, title, label = null, width = null, fill, onClose = null }) {
  const body = element("div", { class: "slider-body" });
  const panel = element(
    "section",
    { class: "slider-panel", role: "dialog", "aria-modal": "true", "aria-label": title },
    element(
      "header",
      { class: "slider-head" },
      label ? element("span", { class: "slider-label" }, label) : null,
      element("h2", { class: "slider-title", "data-testid": "desktop-slider-title" }, title),
    ),
    body,
  );
  if (Number.isFinite(width) && width > 0) {
    panel.style.width = `${width}px`;
  }
  const close = element("button", {
    class: "slider-close",
    type: "button",
    "aria-label": "Close",
    "data-testid": "desktop-slider-close",
  });
  const overlay = element("div", { class: "slider", "data-testid": "desktop-slider", "data-kind": kind }, close, panel);
  const slider = { kind, overlay, panel, body, onClose, dispose: null };
  close.addEventListener("click", () => closeSlider(slider));
  overlay.addEventListener("mousedown", (event) => {
    if (event.target === overlay) {
      closeSlider(slider);
    }
  });
  document.body.append(overlay);
  document.body.classList.add("has-slider");
  stack.push(slider);
  slider.ready = Promise.resolve(fill(body, slider)).then((dispose) => {
    slider.dispose = dispose ?? null;
  });
  return slider;
}

/** The panel on top, if there is one. */
export function topSlider() {
  return stack.at(-1) ?? null;
}

/** Closes a panel and all panels above it. */
export function closeSlider(slider, afterwards) {
  const at = stack.indexOf(slider);
  if (at < 0) {
    return;
  }
  for (const closed of stack.splice(at).reverse()) {
    closed.overlay.classList.add("is-leaving");
    setTimeout(() => closed.overlay.remove(), CLOSING_MS);
    closed.ready.finally(() => closed.dispose?.());
    closed.onClose?.();
  }
  document.body.classList.toggle("has-slider", stack.length > 0);
  afterwards?.();
}

onEscape(() => {
  const top = topSlider();
  if (top) {
    closeSlider(top);
  }
});
