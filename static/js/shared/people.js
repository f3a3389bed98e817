// @ts-check
// Names of the portal's people by their ids, as far as they are known: asked for once, and an id where there is none.

import { request } from "./api/client.js";
import { text } from "./boot.js";

/** @typedef {{ id: number, name: string, active: boolean }} Person */

const AT_ONCE = 50;

/** @type {Map<number, string>} */
const names = new Map();
/** Whom the portal does not name although the app may read names. */
/** @type {Set<number>} */
const unknown = new Set();

/** @param {number} id */
export const personName = (id) => names.get(id) || `#${id}`;

/**
 * What a person is called in a condition; one whom the portal does not know any more is told so.
 * @param {number} id
 */
export const personWords = (id) =>
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
 * Learns the names that are not known yet. Without them everything works with ids.
 * @param {number[]} ids
 */
export async function learnPeople(ids) {
  const wanted = Array.from(new Set(ids)).filter((id) => !names.has(id) && !unknown.has(id));
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const part = wanted.slice(at, at + AT_ONCE);
    try {
      const { items, readable } = await request("GET", `/api/users?ids=${part.join(",")}`);
      for (const { id, name } of items) {
        rememberPerson(id, name);
      }
      for (const id of readable === true ? part : []) {
        if (!items.some((/** @type {Person} */ person) => person.id === id)) {
          unknown.add(id);
        }
      }
    } catch {
      return;
    }
  }
}

/**
 * People by the beginnings of their names.
 * @param {string} name
 * @param {AbortSignal} signal
 * @returns {Promise<Person[]>}
 */
export async function findPeople(name, signal) {
  const { items } = await request("GET", `/api/users?${new URLSearchParams({ find: name })}`, { signal });
  for (const person of items) {
    rememberPerson(person.id, person.name);
  }
  return items;
}
