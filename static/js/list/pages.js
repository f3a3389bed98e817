// @ts-check
// The visited pages of the list, and how the address stores them.

/** @typedef {{ after: number | null, start: number }} Page where it begins, and the number of contacts before it */

/** The address stores at most this many pages. */
const MOST_IN_ADDRESS = 40;
const FIRST = { after: null, start: 0 };

/** @type {Page[]} the last one is shown */
let visited = [FIRST];

export const pages = {
  /** @returns {Page} */
  current: () => visited[visited.length - 1] ?? FIRST,
  isFirst: () => visited.length === 1,
  restart: () => {
    visited = [FIRST];
  },
  back: () => {
    visited = visited.length > 1 ? visited.slice(0, -1) : visited;
  },
  /**
   * @param {number | null} after
   * @param {number} shown number of contacts on the current page
   */
  forward: (after, shown) => {
    visited = [...visited, { after, start: pages.current().start + shown }];
  },
  /** @param {number} after new beginning of the current page; no contact before it matches */
  skipTo: (after) => {
    visited = [...visited.slice(0, -1), { after, start: pages.current().start }];
  },
  /** @param {string} address */
  restore: (address) => {
    const pairs = address.split(".").map((one) => one.split("_").map(Number));
    const isWhole = pairs.every(([after = 0, start = 0]) => after > 0 && start > 0 && Number.isSafeInteger(after + start));
    visited = [FIRST, ...(address && isWhole ? pairs.map(([after = 0, start = 0]) => ({ after, start })) : [])];
  },
};

/** The visited pages for the address. Empty on the first page. */
export const pagesAddress = () =>
  visited.slice(1).slice(-MOST_IN_ADDRESS).map(({ after, start }) => `${after}_${start}`).join(".");
