// @ts-check
// The API's calls about saved filters, which the page calls views.

import { request } from "./client.js";

/** @typedef {import("../types.js").ContactQuery} ContactQuery */
/** @typedef {import("../types.js").SavedFilter} SavedFilter */
/** @typedef {Pick<SavedFilter, "name" | "filter" | "older_than_days" | "zone" | "shared" | "schedule">} FilterWish */

const PATH = "/api/filters";

/** @returns {Promise<SavedFilter[]>} */
export const listFilters = async () => (await request("GET", PATH)).items;

/**
 * @param {number | null} id nothing for a new one
 * @param {FilterWish} wish
 * @returns {Promise<SavedFilter>}
 */
export const saveFilter = (id, wish) =>
  id === null ? request("POST", PATH, { body: wish }) : request("PUT", `${PATH}/${id}`, { body: wish });

/** @param {number} id */
export const deleteFilter = (id) => request("DELETE", `${PATH}/${id}`);
