// @ts-check
// A field for one person: found by name while one types, or picked in the portal's own dialog where there is one. Who is
// chosen stands in the field as a chip; the id stays out of sight.

import { boot, text } from "./boot.js";
import { canSelectUser, connect, selectUser } from "./bx24.js";
import { announce, copyOf, part, within } from "./dom.js";
import { initials } from "./format.js";
import { findPeople, learnPeople, personWords, rememberPerson } from "./people.js";
import { problemNotice } from "./problem.js";

/** @typedef {import("./people.js").Person} Person */

const TYPING_PAUSE = 250;
const MOST_SHOWN = 8;

/**
 * @param {HTMLElement} place holds a copy of the field
 * @param {(id: number) => void} changed called with 0 when nobody is chosen any more
 * @returns {(id: number) => void} shows who is chosen
 */
export function personPicker(place, changed) {
  const input = /** @type {HTMLInputElement} */ (within(place, "input"));
  const list = within(place, "[role=listbox]");
  const pick = within(place, "[data-part=pick]");
  let chosen = 0;
  let shownName = "";
  let asking = new AbortController();
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
    asking.abort();
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
    const name = id > 0 ? personWords(id) : "";
    if (id === chosen && name === shownName) {
      return;
    }
    [chosen, shownName] = [id, name];
    input.hidden = id > 0;
    place.querySelector(".ce-person")?.remove();
    if (id > 0) {
      const chip = copyOf("person-template");
      part(chip, "name").textContent = name;
      part(chip, "initials").textContent = initials(name);
      part(chip, "remove").setAttribute("aria-label", text("js-chip-remove", { name }));
      part(chip, "remove").addEventListener("click", () => {
        draw(0);
        changed(0);
        input.focus();
      });
      input.after(chip);
    }
  };
  /** @param {number} id */
  const choose = (id) => {
    close();
    input.value = "";
    draw(id);
    changed(id);
    announce(personWords(id));
    within(place, ".ce-person button").focus();
  };

  /** @param {string} words */
  const say = (words) => {
    const line = document.createElement("li");
    line.className = "ce-picker__say";
    line.setAttribute("role", "option");
    line.setAttribute("aria-disabled", "true");
    line.textContent = words;
    list.replaceChildren(line);
    announce(words);
    show(true);
  };
  /** @param {Person[]} people */
  const offer = (people) => {
    const rows = people.slice(0, MOST_SHOWN).map((person, at) => {
      const option = copyOf("person-option");
      const name = person.name.trim() || personWords(person.id);
      option.id = `${input.id}-${at}`;
      part(option, "name").textContent = name;
      part(option, "initials").textContent = initials(name);
      part(option, "note").textContent =
        person.id === boot.user_id ? text("js-person-you") : person.active ? "" : text("js-person-left");
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => choose(person.id));
      return option;
    });
    list.replaceChildren(...rows);
    show(true);
  };
  const offerMe = () => {
    if (boot.user_id && boot.user_name) {
      rememberPerson(boot.user_id, boot.user_name);
      offer([{ id: boot.user_id, name: boot.user_name, active: true }]);
    }
  };

  const find = async () => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const people = await findPeople(input.value.trim(), signal);
      if (!signal.aborted && people.length > 0) {
        offer(people);
      } else if (!signal.aborted) {
        say(text("js-person-none"));
      }
    } catch (error) {
      if (!signal.aborted) {
        say(text("js-person-failed", { name: problemNotice(error).title }));
      }
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(typing);
    asking.abort();
    // What was offered before is no answer to what is typed now.
    list.replaceChildren();
    show(false);
    if (input.value.trim() === "") {
      offerMe();
    } else {
      typing = setTimeout(() => void find(), TYPING_PAUSE);
    }
  });
  input.addEventListener("focus", () => input.value.trim() === "" && offerMe());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.findIndex((option) => option === active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden && input.value.trim() === "") {
        offerMe();
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      activate(options()[(at + step + all.length) % Math.max(1, all.length)] ?? options()[0]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      (active() ?? (all.length === 1 ? all[0] : undefined))?.click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  pick.addEventListener("click", () => {
    selectUser((id, name) => {
      rememberPerson(id, name);
      choose(id);
    });
  });
  void connect().then(() => {
    pick.hidden = !canSelectUser();
  });

  return (id) => {
    draw(id);
    if (id > 0) {
      void learnPeople([id]).then(() => chosen === id && draw(id));
    }
  };
}
