// @ts-check
// The portal's directory of sources: asked for when it is needed, and codes where it cannot be read.

import { request } from "./api/client.js";
import { text } from "./boot.js";

/** @typedef {{ code: string, name: string }} Source */

/** @type {Source[] | null} */
let known = null;
/** @type {Promise<Source[]> | null} */
let asking = null;

/**
 * The sources in the portal's order. What failed is asked for again the next time.
 * @returns {Promise<Source[]>}
 */
export function loadSources() {
  asking ??= request("GET", "/api/sources").then(
    ({ items }) => {
      known = items;
      return items;
    },
    (error) => {
      asking = null;
      throw error;
    },
  );
  return asking;
}

/**
 * What a source is called: its code alone while the directory is not known.
 * @param {string} code
 */
export function sourceWords(code) {
  if (!known) {
    return code;
  }
  return known.find((source) => source.code === code)?.name ?? text("js-source-gone", { name: code });
}
