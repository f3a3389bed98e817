// @ts-check
// The portal's list of sources. It is loaded when needed. The page shows codes if it cannot be read.

import { request } from "./api/client.js";
import { text } from "./boot.js";

/** @typedef {import("./types.js").Source} Source */

/** @type {Source[] | null} */
let sources = null;
/** @type {Promise<Source[]> | null} */
let loading = null;

/**
 * The sources in the portal's order. A failed request is repeated at the next call.
 * @returns {Promise<Source[]>}
 */
export function loadSources() {
  loading ??= request("GET", "/api/sources").then(
    ({ items }) => {
      sources = items;
      return items;
    },
    (error) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

/**
 * A source's name, or its code while the list is not loaded.
 * @param {string} code
 */
export function sourceName(code) {
  if (!sources) {
    return code;
  }
  return sources.find((source) => source.code === code)?.name ?? text("js-source-gone", { name: code });
}
