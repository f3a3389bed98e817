// @ts-check
// The people who may delete: names with a button each instead of the ids in the field, where the portal has a dialog to
// choose people with.

import { text } from "../shared/boot.js";
import { canSelectUsers, connect, selectUsers } from "../shared/bx24.js";
import { announce, buttonById, byId, copyOf, part } from "../shared/dom.js";
import { initials } from "../shared/format.js";
import { learnPeople, personName, rememberPerson } from "../shared/people.js";

const field = () => /** @type {HTMLInputElement} */ (byId("set-chosen"));

/** @returns {number[]} */
const ids = () =>
  field()
    .value.split(/[\s,;]+/)
    .map(Number)
    .filter((id) => Number.isInteger(id) && id > 0);

/** @param {Iterable<number>} chosen */
function write(chosen) {
  field().value = Array.from(chosen).join(", ");
  field().dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {number} id */
function person(id) {
  const row = copyOf("chosen-template");
  const name = personName(id);
  part(row, "name").textContent = name;
  part(row, "name").title = name;
  part(row, "face").textContent = initials(name) || "?";
  const remove = part(row, "remove");
  remove.setAttribute("aria-label", text("js-chosen-remove", { name }));
  remove.addEventListener("click", () => {
    write(ids().filter((other) => other !== id));
    buttonById("chosen-pick").focus({ preventScroll: true });
  });
  return row;
}

function draw() {
  const people = ids().map(person);
  byId("chosen-names").replaceChildren(...people);
  byId("chosen-none").hidden = people.length > 0;
}

/**
 * Draws the chosen people, with their names as soon as they are known.
 * @param {boolean} shown whether the choice matters now
 */
export async function drawChosen(shown) {
  byId("chosen").hidden = !shown;
  draw();
  if (shown) {
    await learnPeople(ids());
    draw();
  }
}

/** Adds the people that were picked in the portal's dialog to those who are chosen. */
function pick() {
  selectUsers((people) => {
    for (const { id, name } of people) {
      rememberPerson(id, name);
    }
    write(new Set([...ids(), ...people.map(({ id }) => id)]));
    announce(people.map(({ name }) => name).join(", "));
  });
}

/** What takes the focus when the choice is at fault. */
export const chosenStop = () => (field().hidden ? buttonById("chosen-pick") : field());

export function listenToChosen() {
  const button = buttonById("chosen-pick");
  button.addEventListener("click", pick);
  void connect().then(() => {
    button.hidden = !canSelectUsers();
    field().hidden = !button.hidden;
    byId("set-chosen-ids").hidden = field().hidden;
  });
}
