// @ts-check
// Where the person is in the app, kept behind the # of the address: a reload of the frame comes back to it. Nothing of
// it reaches a server, and no entry is added to the portal's history.

/** @returns {{ tab: string, rest: string }} */
export function currentPlace() {
  const [tab = "", ...rest] = window.location.hash.slice(1).split("/");
  return { tab, rest: rest.join("/") };
}

/**
 * @param {string} tab
 * @param {string} rest
 */
export function keepPlace(tab, rest) {
  try {
    window.history.replaceState(null, "", rest ? `#${tab}/${rest}` : `#${tab}`);
  } catch {
    // The app works without it.
  }
}
