// @ts-check
// Which contacts are chosen: some by their ids, or all that match certain conditions apart from exceptions. A choice of
// all stays bound to the conditions under which it was made, whatever the list shows later. Nothing is drawn here.

/** @typedef {import("../shared/types.js").ContactQuery} ContactQuery */
/** @typedef {import("../shared/api/jobs.js").Target} Target */
/** @typedef {{ id: number, name: string }} Chosen */
/** @typedef {{ query: ContactQuery, total: number | null }} Bound `total`: how many match, exceptions too; null is unknown */

/** @type {Map<number, string>} the names are for the confirmation */
const some = new Map();
/** @type {Set<number>} while all are chosen: those that are not */
const except = new Set();
/** @type {Bound | null} */
let bound = null;
let changed = () => {};

/** @param {() => void} listener called after each change */
export function onSelection(listener) {
  changed = listener;
}

/**
 * Whether a contact is chosen. While all that match are chosen, it has to be one of them.
 * @param {number} id
 */
export const isChosen = (id) => (bound ? !except.has(id) : some.has(id));

export const allChosen = () => bound !== null;

/** The conditions that the choice of all is bound to. */
export const boundTo = () => bound;

/** How many are chosen by hand; all that match are not counted here. */
export const chosenCount = () => some.size;

/** @returns {Chosen[]} */
export const chosen = () => Array.from(some, ([id, name]) => ({ id, name }));

/** Who stays although all that match are chosen. */
export const exceptions = () => Array.from(except);

/** How many contacts would be deleted; null where the portal does not tell how many match. */
export function countOfChosen() {
  if (!bound) {
    return some.size;
  }
  return bound.total === null ? null : Math.max(0, bound.total - except.size);
}

/** What a deletion is about: exactly what is chosen. Null where nothing is. */
export function target() {
  /** @type {Target | null} */
  let found = some.size > 0 ? { ids: Array.from(some.keys()) } : null;
  if (bound) {
    found = { filter: bound.query, total: bound.total, except: exceptions() };
  }
  return found;
}

/**
 * Whether it is known of every contact in a list with these conditions whether it is chosen. Of a choice of all that is
 * so where each of its conditions holds in the list as well.
 * @param {ContactQuery} view
 */
export function covers(view) {
  const listed = /** @type {Record<string, unknown>} */ (view);
  return Object.entries(bound?.query ?? {}).every(([name, value]) => {
    const other = listed[name];
    return Array.isArray(value) ? Array.isArray(other) && value.every((one) => other.includes(one)) : other === value;
  });
}

/**
 * @param {ContactQuery} view
 * @returns {boolean} whether these are the conditions of the choice of all
 */
export function isBoundTo(view) {
  return bound !== null && covers(view) && Object.keys(view).length === Object.keys(bound.query).length &&
    Object.entries(view).every(([name, value]) => !Array.isArray(value) ||
      value.length === /** @type {unknown[]} */ (/** @type {Record<string, unknown>} */ (bound?.query)[name]).length);
}

/**
 * @param {Chosen[]} contacts
 * @param {boolean} on
 */
export function choose(contacts, on) {
  for (const { id, name } of contacts) {
    if (bound && on) {
      except.delete(id);
    } else if (bound) {
      except.add(id);
    } else if (on) {
      some.set(id, name);
    } else {
      some.delete(id);
    }
  }
  changed();
}

/**
 * A contact is no longer there: it is neither chosen nor spared.
 * @param {number} id
 */
export function letGo(id) {
  some.delete(id);
  except.delete(id);
  changed();
}

/**
 * A contact of the list has gone, and nobody has counted anew. Where it may not have been one of all that are chosen,
 * it is no longer known how many those are.
 * @param {number} id
 * @param {ContactQuery} view the conditions of the list that it stood in
 */
export function forget(id, view) {
  if (bound && bound.total !== null) {
    const wasOne = covers(view) || except.has(id);
    bound = { ...bound, total: wasOne ? Math.max(0, bound.total - 1) : null };
  }
  letGo(id);
}

/**
 * Chooses all that match, on every page of the list.
 * @param {ContactQuery} query
 * @param {number | null} total
 */
export function chooseAll(query, total) {
  some.clear();
  except.clear();
  bound = { query: { ...query }, total };
  changed();
}

/**
 * The list says anew how many contacts match.
 * @param {ContactQuery} view
 * @param {number | null} total
 */
export function recount(view, total) {
  if (bound && total !== null && bound.total !== total && isBoundTo(view)) {
    bound = { ...bound, total };
    changed();
  }
}

/**
 * A contact may have joined those that match: in a list of other conditions nobody has counted that.
 * @param {ContactQuery} view
 */
export function countNoMore(view) {
  if (bound && bound.total !== null && !isBoundTo(view)) {
    bound = { ...bound, total: null };
    changed();
  }
}

export function chooseNone() {
  if (bound || some.size > 0) {
    some.clear();
    except.clear();
    bound = null;
    changed();
  }
}
