// @ts-check
// The users who may delete. If the portal has a dialog to select users, their names replace the field with ids.

import { text } from "../shared/boot.js";
import { canSelectUsers, connect, selectUsers } from "../shared/bx24.js";
import { announce, buttonById, byId, copyTemplate, part } from "../shared/dom.js";
import { initials } from "../shared/format.js";
import { loadPeopleNames, personName, rememberPerson } from "../shared/people.js";

const idsField = () => /** @type {HTMLInputElement} */ (byId("set-chosen"));

/** @returns {number[]} */
const chosenIds = () =>
  idsField()
    .value.split(/[\s,;]+/)
    .map(Number)
    .filter((id) => Number.isInteger(id) && id > 0);

/** @param {Iterable<number>} ids */
function writeIds(ids) {
  idsField().value = Array.from(ids).join(", ");
  idsField().dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {number} id */
function personRow(id) {
  const row = copyTemplate("chosen-template");
  const name = personName(id);
  part(row, "name").textContent = name;
  part(row, "name").title = name;
  part(row, "face").textContent = initials(name) || "?";
  const remove = part(row, "remove");
  remove.setAttribute("aria-label", text("js-chosen-remove", { name }));
  remove.addEventListener("click", () => {
    writeIds(chosenIds().filter((other) => other !== id));
    buttonById("chosen-pick").focus({ preventScroll: true });
  });
  return row;
}

function drawNames() {
  const people = chosenIds().map(personRow);
  byId("chosen-names").replaceChildren(...people);
  byId("chosen-none").hidden = people.length > 0;
}

/**
 * Shows the chosen users, with their names when they are loaded.
 * @param {boolean} isShown whether the chosen users matter now
 */
export async function drawChosenUsers(isShown) {
  byId("chosen").hidden = !isShown;
  drawNames();
  if (isShown) {
    await loadPeopleNames(chosenIds());
    drawNames();
  }
}

/** Adds users that the person selected in the portal's dialog. */
function selectPeople() {
  selectUsers((people) => {
    for (const { id, name } of people) {
      rememberPerson(id, name);
    }
    writeIds(new Set([...chosenIds(), ...people.map(({ id }) => id)]));
    announce(people.map(({ name }) => name).join(", "));
  });
}

/** The element that gets the focus if the chosen users are invalid. */
export const chosenUsersFocus = () => (idsField().hidden ? buttonById("chosen-pick") : idsField());

export function listenToChosenUsers() {
  const button = buttonById("chosen-pick");
  button.addEventListener("click", selectPeople);
  void connect().then(() => {
    button.hidden = !canSelectUsers();
    idsField().hidden = !button.hidden;
    byId("set-chosen-ids").hidden = idsField().hidden;
  });
}
