// @ts-check
// The pages of the list that were gone through, and how the address keeps them.

/** @typedef {{ after: number | null, start: number }} Page where it begins, and how many stand before it */

/** So many pages are kept in the address. */
const MOST_KEPT = 40;
const FIRST = { after: null, start: 0 };

/** @type {Page[]} the last one is on the screen */
let gone = [FIRST];

export const pages = {
  /** @returns {Page} */
  current: () => gone[gone.length - 1] ?? FIRST,
  isFirst: () => gone.length === 1,
  restart: () => {
    gone = [FIRST];
  },
  back: () => {
    gone = gone.length > 1 ? gone.slice(0, -1) : gone;
  },
  /**
   * @param {number | null} after
   * @param {number} shown how many stand on the page that is left
   */
  forward: (after, shown) => {
    gone = [...gone, { after, start: pages.current().start + shown }];
  },
  /** @param {number} after where the current page begins instead: nothing before that matches */
  moveOn: (after) => {
    gone = [...gone.slice(0, -1), { after, start: pages.current().start }];
  },
  /** @param {string} kept */
  restore: (kept) => {
    const read = kept.split(".").map((one) => one.split("_").map(Number));
    const isWhole = read.every(([after = 0, start = 0]) => after > 0 && start > 0 && Number.isSafeInteger(after + start));
    gone = [FIRST, ...(kept && isWhole ? read.map(([after = 0, start = 0]) => ({ after, start })) : [])];
  },
};

/** The pages as the address keeps them; nothing on the first one. */
export const keptPages = () =>
  gone.slice(1).slice(-MOST_KEPT).map(({ after, start }) => `${after}_${start}`).join(".");
