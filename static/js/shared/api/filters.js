// @ts-check
// The API's calls about saved filters. The page calls them views.

import { request } from "./client.js";

/** @typedef {import("../types.js").ContactFilter} ContactFilter */
/** @typedef {import("../types.js").SavedFilter} SavedFilter */
/** @typedef {Pick<SavedFilter, "name" | "filter" | "older_than_days" | "zone" | "shared" | "schedule">} FilterRequest */

const PATH = "/api/filters";

/** @returns {Promise<SavedFilter[]>} */
export const listFilters = async () => (await request("GET", PATH)).items;

/**
 * @param {number | null} id null for a new saved filter
 * @param {FilterRequest} saved
 * @returns {Promise<SavedFilter>}
 */
export const saveFilter = (id, saved) =>
  id === null ? request("POST", PATH, { body: saved }) : request("PUT", `${PATH}/${id}`, { body: saved });

/** @param {number} id */
export const deleteFilter = (id) => request("DELETE", `${PATH}/${id}`);
