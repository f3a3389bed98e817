// @ts-check
// Names of the portal's users. Each name is loaded once. The page shows the id if the name is unknown.

import { request } from "./api/client.js";
import { text } from "./boot.js";

/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./types.js").PersonPage} PersonPage */

const IDS_PER_CALL = 50;

/** @type {Map<number, string>} */
const names = new Map();
/** Users that the portal did not name although the app may read names. */
/** @type {Set<number>} */
const unknown = new Set();

/** @param {number} id */
export const personName = (id) => names.get(id) || `#${id}`;

/**
 * A user's name in a condition. The text says so if the portal no longer knows the user.
 * @param {number} id
 */
export const personLabel = (id) =>
  names.get(id) || text(unknown.has(id) ? "js-person-gone" : "js-person-unnamed", { number: String(id) });

/**
 * @param {number} id
 * @param {string} name
 */
export function rememberPerson(id, name) {
  if (name) {
    names.set(id, name);
  }
}

/**
 * Loads the names that are not known yet. Everything works with ids without them.
 * @param {number[]} ids
 */
export async function loadPeopleNames(ids) {
  const wanted = Array.from(new Set(ids)).filter((id) => !names.has(id) && !unknown.has(id));
  for (let start = 0; start < wanted.length; start += IDS_PER_CALL) {
    const batch = wanted.slice(start, start + IDS_PER_CALL);
    try {
      /** @type {PersonPage} */
      const { items, readable } = await request("GET", `/api/users?ids=${batch.join(",")}`);
      for (const { id, name } of items) {
        rememberPerson(id, name);
      }
      for (const id of readable ? batch : []) {
        if (!items.some((person) => person.id === id)) {
          unknown.add(id);
        }
      }
    } catch {
      return;
    }
  }
}

/**
 * Finds users by the beginnings of their names.
 * @param {string} name
 * @param {AbortSignal} signal
 * @returns {Promise<Person[]>}
 */
export async function searchPeople(name, signal) {
  /** @type {PersonPage} */
  const { items } = await request("GET", `/api/users?${new URLSearchParams({ find: name })}`, { signal });
  for (const person of items) {
    rememberPerson(person.id, person.name);
  }
  return items;
}
