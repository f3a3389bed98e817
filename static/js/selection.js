// @ts-check
// Which contacts are chosen: some by their ids, or all that match the list's conditions. Nothing is drawn here.

/** @typedef {{ id: number, name: string }} Chosen */

/** @type {Map<number, string>} the names are for the confirmation */
const some = new Map();
let all = false;
let changed = () => {};

/** @param {() => void} listener called after each change */
export function onSelection(listener) {
  changed = listener;
}

/** @param {number} id */
export const isChosen = (id) => all || some.has(id);

export const allChosen = () => all;

/** How many are chosen by hand; all that match are not counted here. */
export const chosenCount = () => some.size;

/** @returns {Chosen[]} */
export const chosen = () => Array.from(some, ([id, name]) => ({ id, name }));

/**
 * @param {Chosen[]} contacts
 * @param {boolean} on
 */
export function choose(contacts, on) {
  all = false;
  for (const { id, name } of contacts) {
    if (on) {
      some.set(id, name);
    } else {
      some.delete(id);
    }
  }
  changed();
}

/** Chooses all that match, on every page of the list. */
export function chooseAll() {
  some.clear();
  all = true;
  changed();
}

export function chooseNone() {
  if (all || some.size > 0) {
    some.clear();
    all = false;
    changed();
  }
}
