// @ts-check
// The API's calls about contacts and lists of contact ids.

import { FILE_LIMIT, request } from "./client.js";

/** @typedef {import("../types.js").ContactPage} ContactPage */
/** @typedef {import("../types.js").ContactDetail} ContactDetail */
/** @typedef {import("../types.js").ContactQuery} ContactQuery */
/** @typedef {import("../types.js").IdList} IdList */

const DELETE_LIMIT = 150_000;
/** The page size that the API uses when the request names none. */
export const USUAL_LIMIT = 50;

/**
 * The conditions as the API's parameters; what is not set is left out.
 * @param {ContactQuery} query
 */
export function parametersOf(query) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const plain = Array.isArray(value) ? value.join(",") : String(value ?? "");
    if (plain) {
      parameters.set(name, plain);
    }
  }
  return parameters;
}

/**
 * Which page of the list, in which order, and what else is asked about its contacts.
 * @typedef {{ after: number | null, limit: number, sort: string, fields: string[] }} Listing
 */

/**
 * One page of contacts.
 * @param {ContactQuery} filter
 * @param {Listing} listing
 * @param {AbortSignal} signal
 * @returns {Promise<ContactPage>}
 */
export function listContacts(filter, { after, limit, sort, fields }, signal) {
  const parameters = parametersOf(filter);
  const others = { after: after ?? "", page_size: limit === USUAL_LIMIT ? "" : limit, order_by: sort, fields: fields.join(",") };
  for (const [name, value] of Object.entries(others)) {
    if (value !== "") {
      parameters.set(name, String(value));
    }
  }
  const query = parameters.toString();
  return request("GET", query ? `/api/contacts?${query}` : "/api/contacts", { signal });
}

/**
 * What a text or a file holds in ids of contacts.
 * @param {Blob | string} content
 * @param {string | undefined} column the one that the person named
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
 * @returns {Promise<{ id: number, outcome: string, job_id: number | null }>}
 */
export function deleteContact(id, { includeOpenDeals, keepsCopy }) {
  const parameters = new URLSearchParams({ include_open_deals: String(includeOpenDeals) });
  if (keepsCopy !== null) {
    parameters.set("snapshot", String(keepsCopy));
  }
  return request("DELETE", `/api/contacts/${id}?${parameters}`, { limit: DELETE_LIMIT });
}
