// @ts-check
// The selected contacts: either single ids, or all contacts that match a filter except some. "All" keeps the filter
// under which it was chosen, whatever the list shows later. This module draws nothing.

/** @typedef {import("../shared/types.js").ContactFilter} ContactFilter */
/** @typedef {import("../shared/api/jobs.js").Target} Target */
/** @typedef {{ id: number, name: string }} SelectedContact */
/** @typedef {{ filter: ContactFilter, total: number | null }} AllSelection `total`: matching contacts including the exceptions; null if unknown */

/** @type {Map<number, string>} with the names for the confirmation */
const byIds = new Map();
/** @type {Set<number>} the exceptions while all are selected */
const exceptIds = new Set();
/** @type {AllSelection | null} */
let all = null;
let onChange = () => {};

/** @param {() => void} listener called after each change */
export function onSelection(listener) {
  onChange = listener;
}

/**
 * Whether a contact is selected. While all are selected, the caller passes only contacts that match.
 * @param {number} id
 */
export const isSelected = (id) => (all ? !exceptIds.has(id) : byIds.has(id));

export const isAllSelected = () => all !== null;

/** The filter and the total of "all", or null if single contacts are selected. */
export const allSelection = () => all;

/** How many single contacts are selected. "All" does not count here. */
export const selectedCount = () => byIds.size;

/** @returns {SelectedContact[]} */
export const selectedContacts = () => Array.from(byIds, ([id, name]) => ({ id, name }));

/** The ids of the exceptions while all are selected. */
export const exceptions = () => Array.from(exceptIds);

/** How many contacts a deletion would cover, or null if the total is unknown. */
export function deletionCount() {
  if (!all) {
    return byIds.size;
  }
  return all.total === null ? null : Math.max(0, all.total - exceptIds.size);
}

/** The target of a deletion, or null if nothing is selected. */
export function target() {
  /** @type {Target | null} */
  let contacts = byIds.size > 0 ? { ids: Array.from(byIds.keys()) } : null;
  if (all) {
    contacts = { filter: all.filter, total: all.total, except: exceptions() };
  }
  return contacts;
}

/**
 * Whether the page knows for every contact of a list whether it is selected. While all are selected, this holds if the
 * list's filter contains each condition of the selection.
 * @param {ContactFilter} listFilter
 */
export function coversList(listFilter) {
  const listed = /** @type {Record<string, unknown>} */ (listFilter);
  return Object.entries(all?.filter ?? {}).every(([name, value]) => {
    const other = listed[name];
    return Array.isArray(value) ? Array.isArray(other) && value.every((one) => other.includes(one)) : other === value;
  });
}

/**
 * @param {ContactFilter} listFilter
 * @returns {boolean} whether all contacts of this filter are selected
 */
export function isAllOf(listFilter) {
  return all !== null && coversList(listFilter) && Object.keys(listFilter).length === Object.keys(all.filter).length &&
    Object.entries(listFilter).every(([name, value]) => !Array.isArray(value) ||
      value.length === /** @type {unknown[]} */ (/** @type {Record<string, unknown>} */ (all?.filter)[name]).length);
}

/**
 * @param {SelectedContact[]} contacts
 * @param {boolean} on
 */
export function select(contacts, on) {
  for (const { id, name } of contacts) {
    if (all && on) {
      exceptIds.delete(id);
    } else if (all) {
      exceptIds.add(id);
    } else if (on) {
      byIds.set(id, name);
    } else {
      byIds.delete(id);
    }
  }
  onChange();
}

/**
 * Removes a contact that no longer exists.
 * @param {number} id
 */
export function removeContact(id) {
  byIds.delete(id);
  exceptIds.delete(id);
  onChange();
}

/**
 * Removes a contact that disappeared from a list. The total becomes unknown if the contact may not have been part of
 * the selection.
 * @param {number} id
 * @param {ContactFilter} listFilter the filter of the contact's list
 */
export function removeListedContact(id, listFilter) {
  if (all && all.total !== null) {
    const wasOne = coversList(listFilter) || exceptIds.has(id);
    all = { ...all, total: wasOne ? Math.max(0, all.total - 1) : null };
  }
  removeContact(id);
}

/**
 * Selects all contacts that match a filter, on every page of the list.
 * @param {ContactFilter} filter
 * @param {number | null} total
 */
export function selectAll(filter, total) {
  byIds.clear();
  exceptIds.clear();
  all = { filter: { ...filter }, total };
  onChange();
}

/**
 * Updates the total after the list was loaded again.
 * @param {ContactFilter} listFilter
 * @param {number | null} total
 */
export function updateTotal(listFilter, total) {
  if (all && total !== null && all.total !== total && isAllOf(listFilter)) {
    all = { ...all, total };
    onChange();
  }
}

/**
 * Makes the total unknown after a contact came back: it may match, and a list with another filter cannot tell.
 * @param {ContactFilter} listFilter
 */
export function forgetTotal(listFilter) {
  if (all && all.total !== null && !isAllOf(listFilter)) {
    all = { ...all, total: null };
    onChange();
  }
}

export function selectNone() {
  if (all || byIds.size > 0) {
    byIds.clear();
    exceptIds.clear();
    all = null;
    onChange();
  }
}
