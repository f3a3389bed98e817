/** Starts the desktop: the session controls, the menus of the CRM, and the application's frame if the page has one. */

import { mountAppFrame } from "./app-frame.js";
import { onEscape } from "./dom.js";
import { openWidgetSlider } from "./opening.js";

for (const select of document.querySelectorAll("[data-session] select")) {
  select.addEventListener("change", () => select.form.submit());
}

for (const layout of document.querySelectorAll("[data-app-frame]")) {
  mountAppFrame(layout);
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-menu-for]");
  closeMenus(opener?.parentElement);
  if (opener) {
    toggleMenu(opener);
    return;
  }
  const widget = event.target.closest("[data-widget]");
  if (widget) {
    openWidgetSlider({
      handler: widget.dataset.widget,
      title: widget.textContent.trim(),
      options: JSON.parse(widget.dataset.options),
    });
  }
});

onEscape(() => closeMenus());

function toggleMenu(opener) {
  const menu = opener.nextElementSibling;
  menu.hidden = !menu.hidden;
  opener.setAttribute("aria-expanded", String(!menu.hidden));
  if (!menu.hidden) {
    menu.classList.toggle("is-upwards", menu.getBoundingClientRect().bottom > window.innerHeight);
    menu.querySelector("a, button")?.focus();
  }
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("[data-menu]")) {
    if (menu.parentElement !== except) {
      menu.hidden = true;
      menu.classList.remove("is-upwards");
      menu.previousElementSibling.setAttribute("aria-expanded", "false");
    }
  }
}
