// @ts-check
// Stores the open tab and its state after the # of the page's address, so that a reload of the frame restores them.
// Nothing of this reaches a server or adds an entry to the browser's history.

/** @returns {{ tab: string, rest: string }} */
export function readAddress() {
  const [tab = "", ...rest] = window.location.hash.slice(1).split("/");
  return { tab, rest: rest.join("/") };
}

/**
 * @param {string} tab
 * @param {string} rest
 */
export function writeAddress(tab, rest) {
  try {
    window.history.replaceState(null, "", rest ? `#${tab}/${rest}` : `#${tab}`);
  } catch {
    // The app works without it.
  }
}
