// @ts-check
// Names of the portal's people by their ids, as far as they are known: asked for once, and an id where there is none.

import { request } from "./api.js";

const AT_ONCE = 50;

/** @type {Map<number, string>} */
const names = new Map();

/** @param {number} id */
export const personName = (id) => names.get(id) || `#${id}`;

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
  const wanted = Array.from(new Set(ids)).filter((id) => !names.has(id));
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const part = wanted.slice(at, at + AT_ONCE);
    try {
      const { items } = await request("GET", `/api/users?ids=${part.join(",")}`);
      for (const { id, name } of items) {
        names.set(id, name);
      }
    } catch {
      return;
    }
  }
}
