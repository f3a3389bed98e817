// @ts-check
// A field to select one user: by a search while the person types, or in the portal's own dialog if it has one. The
// selected user is shown as a chip. The id is not shown.

import { boot, text } from "./boot.js";
import { canSelectUser, connect, selectUser } from "./bx24.js";
import { announce, copyTemplate, part, within } from "./dom.js";
import { initials } from "./format.js";
import { loadPeopleNames, personLabel, rememberPerson, searchPeople } from "./people.js";
import { problemNotice } from "./problem.js";

/** @typedef {import("./types.js").Person} Person */

const TYPING_PAUSE = 250;
const MOST_SHOWN = 8;

/**
 * @param {HTMLElement} field element with a copy of the field's template
 * @param {(id: number) => void} onChange called with 0 when the selection was removed
 * @returns {(id: number) => void} shows a selected user
 */
export function personPicker(field, onChange) {
  const input = /** @type {HTMLInputElement} */ (within(field, "input"));
  const list = within(field, "[role=listbox]");
  const portalButton = within(field, "[data-part=pick]");
  let personId = 0;
  let shownName = "";
  let search = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;

  const options = () => /** @type {HTMLElement[]} */ (Array.from(list.querySelectorAll("[role=option]:not([aria-disabled])")));
  const active = () => options().find((option) => option.getAttribute("aria-selected") === "true");

  /** @param {boolean} open */
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    clearTimeout(typing);
    search.abort();
    show(false);
  };
  /** @param {HTMLElement | undefined} option */
  const activate = (option) => {
    active()?.setAttribute("aria-selected", "false");
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    }
  };

  /** @param {number} id */
  const draw = (id) => {
    const name = id > 0 ? personLabel(id) : "";
    if (id === personId && name === shownName) {
      return;
    }
    [personId, shownName] = [id, name];
    input.hidden = id > 0;
    field.querySelector(".ce-person")?.remove();
    if (id > 0) {
      const chip = copyTemplate("person-template");
      part(chip, "name").textContent = name;
      part(chip, "initials").textContent = initials(name);
      part(chip, "remove").setAttribute("aria-label", text("js-chip-remove", { name }));
      part(chip, "remove").addEventListener("click", () => {
        draw(0);
        onChange(0);
        input.focus();
      });
      input.after(chip);
    }
  };
  /** @param {number} id */
  const select = (id) => {
    close();
    input.value = "";
    draw(id);
    onChange(id);
    announce(personLabel(id));
    within(field, ".ce-person button").focus();
  };

  /** @param {string} message */
  const showMessage = (message) => {
    const item = document.createElement("li");
    item.className = "ce-picker__say";
    item.setAttribute("role", "option");
    item.setAttribute("aria-disabled", "true");
    item.textContent = message;
    list.replaceChildren(item);
    announce(message);
    show(true);
  };
  /** @param {Person[]} people */
  const showOptions = (people) => {
    const rows = people.slice(0, MOST_SHOWN).map((person, index) => {
      const option = copyTemplate("person-option");
      const name = person.name.trim() || personLabel(person.id);
      option.id = `${input.id}-${index}`;
      part(option, "name").textContent = name;
      part(option, "initials").textContent = initials(name);
      part(option, "note").textContent =
        person.id === boot.user_id ? text("js-person-you") : person.active ? "" : text("js-person-left");
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => select(person.id));
      return option;
    });
    list.replaceChildren(...rows);
    show(true);
  };
  const showMe = () => {
    if (boot.user_id && boot.user_name) {
      rememberPerson(boot.user_id, boot.user_name);
      showOptions([{ id: boot.user_id, name: boot.user_name, active: true }]);
    }
  };

  const searchTyped = async () => {
    search.abort();
    search = new AbortController();
    const { signal } = search;
    try {
      const people = await searchPeople(input.value.trim(), signal);
      if (!signal.aborted && people.length > 0) {
        showOptions(people);
      } else if (!signal.aborted) {
        showMessage(text("js-person-none"));
      }
    } catch (error) {
      if (!signal.aborted) {
        showMessage(text("js-person-failed", { name: problemNotice(error).title }));
      }
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(typing);
    search.abort();
    // Earlier results do not match the new text.
    list.replaceChildren();
    show(false);
    if (input.value.trim() === "") {
      showMe();
    } else {
      typing = setTimeout(() => void searchTyped(), TYPING_PAUSE);
    }
  });
  input.addEventListener("focus", () => input.value.trim() === "" && showMe());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const all = options();
    const index = all.findIndex((option) => option === active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden && input.value.trim() === "") {
        showMe();
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      activate(options()[(index + step + all.length) % Math.max(1, all.length)] ?? options()[0]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      (active() ?? (all.length === 1 ? all[0] : undefined))?.click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  portalButton.addEventListener("click", () => {
    selectUser((id, name) => {
      rememberPerson(id, name);
      select(id);
    });
  });
  void connect().then(() => {
    portalButton.hidden = !canSelectUser();
  });

  return (id) => {
    draw(id);
    if (id > 0) {
      void loadPeopleNames([id]).then(() => personId === id && draw(id));
    }
  };
}
