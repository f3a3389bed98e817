// @ts-check
// Which contacts are chosen: some by their ids, or all that match the list's conditions apart from exceptions. Nothing is
// drawn here.

/** @typedef {{ id: number, name: string }} Chosen */

/** @type {Map<number, string>} the names are for the confirmation */
const some = new Map();
/** @type {Set<number>} while all are chosen: those that are not */
const except = new Set();
let all = false;
let changed = () => {};

/** @param {() => void} listener called after each change */
export function onSelection(listener) {
  changed = listener;
}

/** @param {number} id */
export const isChosen = (id) => (all ? !except.has(id) : some.has(id));

export const allChosen = () => all;

/** How many are chosen by hand; all that match are not counted here. */
export const chosenCount = () => some.size;

/** @returns {Chosen[]} */
export const chosen = () => Array.from(some, ([id, name]) => ({ id, name }));

/** Who stays although all that match are chosen. */
export const exceptions = () => Array.from(except);

/**
 * @param {Chosen[]} contacts
 * @param {boolean} on
 */
export function choose(contacts, on) {
  for (const { id, name } of contacts) {
    if (all && on) {
      except.delete(id);
    } else if (all) {
      except.add(id);
    } else if (on) {
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
  except.clear();
  all = true;
  changed();
}

export function chooseNone() {
  if (all || some.size > 0) {
    some.clear();
    except.clear();
    all = false;
    changed();
  }
}
