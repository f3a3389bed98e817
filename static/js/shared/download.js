// @ts-check
// Saves files of the API as downloads of the browser.

import { loadFile } from "./api/client.js";
import { boot } from "./boot.js";

/**
 * Loads a file and saves it as a download.
 * @param {string} path
 * @param {string} name end of the file name, after the app's and the portal's names
 */
export async function download(path, name) {
  save(await loadFile(path), name);
}

/**
 * Saves content that the page already has as a download.
 * @param {Blob} content
 * @param {string} name as above
 */
export function save(content, name) {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = `contact-eraser-${boot.portal_domain ?? "portal"}-${name}`.replace(/[^\w.-]/g, "-");
  link.click();
  // Some browsers read the file only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
