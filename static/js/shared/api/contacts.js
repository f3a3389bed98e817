// @ts-check
// The API's calls about contacts and lists of contact ids.

import { FILE_LIMIT, request } from "./client.js";

/** @typedef {import("../types.js").ContactPage} ContactPage */
/** @typedef {import("../types.js").ContactDetail} ContactDetail */
/** @typedef {import("../types.js").ContactFilter} ContactFilter */
/** @typedef {import("../types.js").IdList} IdList */

const DELETE_LIMIT = 150_000;
/** The page size that the API uses when the request names none. */
export const DEFAULT_PAGE_SIZE = 50;

/**
 * The conditions as parameters of the API. Empty conditions are left out.
 * @param {ContactFilter} filter
 */
export function parametersOf(filter) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    const text = Array.isArray(value) ? value.join(",") : String(value ?? "");
    if (text) {
      parameters.set(name, text);
    }
  }
  return parameters;
}

/**
 * Which page of the list to load, in which order, and which extra fields.
 * @typedef {{ after: number | null, limit: number, orderBy: string, fields: string[] }} PageRequest
 */

/**
 * Loads one page of contacts.
 * @param {ContactFilter} filter
 * @param {PageRequest} page
 * @param {AbortSignal} signal
 * @returns {Promise<ContactPage>}
 */
export function listContacts(filter, { after, limit, orderBy, fields }, signal) {
  const parameters = parametersOf(filter);
  const others = { after: after ?? "", page_size: limit === DEFAULT_PAGE_SIZE ? "" : limit, order_by: orderBy, fields: fields.join(",") };
  for (const [name, value] of Object.entries(others)) {
    if (value !== "") {
      parameters.set(name, String(value));
    }
  }
  const query = parameters.toString();
  return request("GET", query ? `/api/contacts?${query}` : "/api/contacts", { signal });
}

/**
 * Sends a text or a file to the service, which reads the contact ids in it.
 * @param {Blob | string} content
 * @param {string | undefined} column the column that the person chose
 * @param {AbortSignal} signal
 * @returns {Promise<IdList>}
 */
export function readIdList(content, column, signal) {
  const path = column === undefined ? "/api/id-lists" : `/api/id-lists?${new URLSearchParams({ column })}`;
  const headers = { "Content-Type": "application/octet-stream" };
  return request("POST", path, { content, headers, signal, limit: FILE_LIMIT });
}

/**
 * @param {number} id
 * @returns {Promise<ContactDetail>}
 */
export function loadContact(id) {
  return request("GET", `/api/contacts/${id}`);
}

/**
 * @param {number} id
 * @param {import("../types.js").DeleteChoices} choices
 * @returns {Promise<import("../types.js").DeleteAnswer>}
 */
export function deleteContact(id, { includeOpenDeals, keepsCopy }) {
  const parameters = new URLSearchParams({ include_open_deals: String(includeOpenDeals) });
  if (keepsCopy !== null) {
    parameters.set("snapshot", String(keepsCopy));
  }
  return request("DELETE", `/api/contacts/${id}?${parameters}`, { limit: DELETE_LIMIT });
}
