// @ts-check
// Files of the API as downloads of the browser.

import { loadFile } from "./api/client.js";
import { boot } from "./boot.js";

/**
 * Loads a file and hands it to the browser's downloads.
 * @param {string} path
 * @param {string} name what it is called behind the app's and the portal's names
 */
export async function download(path, name) {
  save(await loadFile(path), name);
}

/**
 * Hands what the page has to the browser's downloads.
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
