// @ts-check
// The frame we live in: its height follows the content, and what answers a person is brought into sight even where
// the frame is taller than the window around it.

import { resize } from "./bx24.js";

const SMALLEST_CHANGE = 2;
/** For what a person waits for. */
const QUICKLY = 300;
const REFUSALS_UNTIL_SILENCE = 2;

/**
 * Keeps the frame as tall as an element. Ends by itself where the portal does not answer.
 * @param {HTMLElement} content its height must not depend on the frame's
 */
export function followHeight(content) {
  let asked = 0;
  let refusals = 0;
  let waiting = false;

  const measure = () => Math.ceil(content.getBoundingClientRect().bottom + window.scrollY);

  const ask = async () => {
    const height = measure();
    if (waiting || Math.abs(height - asked) < SMALLEST_CHANGE) {
      return;
    }
    waiting = true;
    asked = height;
    refusals = (await resize(height)) ? 0 : refusals + 1;
    waiting = false;
    if (refusals >= REFUSALS_UNTIL_SILENCE) {
      observer.disconnect();
    } else if (Math.abs(measure() - asked) >= SMALLEST_CHANGE) {
      void ask();
    }
  };

  const observer = new ResizeObserver(() => void ask());
  observer.observe(content);
}

/**
 * The part of the frame that a person can see, in the frame's own coordinates. Only an intersection observer knows,
 * since the window around is not ours to ask. Where it does not say so in time, all of the frame counts.
 * @param {number} [limit] how long it may take
 * @returns {Promise<{ top: number, bottom: number }>}
 */
export function visibleArea(limit = QUICKLY) {
  const everything = { top: 0, bottom: window.innerHeight };
  const probe = document.createElement("div");
  probe.className = "ce-probe";
  document.body.append(probe);
  return new Promise((resolve) => {
    /** @param {{ top: number, bottom: number }} area */
    const done = (area) => {
      clearTimeout(timer);
      observer.disconnect();
      probe.remove();
      resolve(area);
    };
    const timer = setTimeout(() => done(everything), limit);
    const observer = new IntersectionObserver((entries) => {
      const seen = entries[0]?.intersectionRect;
      done(seen && seen.height > 0 ? { top: seen.top, bottom: seen.bottom } : everything);
    });
    observer.observe(probe);
  });
}

/**
 * Scrolls as little as needed, through the frame's border too.
 * @param {HTMLElement} element
 */
export function bringIntoView(element) {
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/**
 * The same for what is fixed to the frame's window. Not every browser scrolls the page around a frame for that, so that a
 * mark in the content takes its place.
 * @param {HTMLElement} element
 */
export function bringFixedIntoView(element) {
  const { top, height } = element.getBoundingClientRect();
  const mark = document.createElement("div");
  mark.className = "ce-place";
  mark.style.setProperty("--ce-place-top", `${Math.round(top + window.scrollY)}px`);
  mark.style.setProperty("--ce-place-height", `${Math.round(height)}px`);
  document.body.append(mark);
  bringIntoView(mark);
  mark.remove();
}

const SIGHT_STEP = 24;

/** @typedef {{ top: number, bottom: number }} Area */

/**
 * Says what a person sees of the frame whenever that changes while they scroll around it. Where the portal makes the
 * frame as tall as its content nothing in it scrolls, so that a style alone cannot follow: marks beside the content
 * tell when they come into sight or leave it.
 * @param {HTMLElement} content
 * @param {(area: Area) => void} take
 * @param {() => boolean} isWanted whether anybody needs to know now
 * @returns {() => void} asks anew
 */
export function followArea(content, take, isWanted) {
  const marks = document.createElement("div");
  marks.className = "ce-marks";
  content.append(marks);
  let asking = false;
  let asked = false;
  const place = async () => {
    asked = true;
    if (asking || !isWanted()) {
      return;
    }
    asking = true;
    while (asked) {
      asked = false;
      take(await visibleArea());
    }
    asking = false;
  };
  const sight = new IntersectionObserver(() => void place());
  new ResizeObserver(() => {
    const wanted = Math.ceil(content.clientHeight / SIGHT_STEP);
    while (marks.children.length < wanted) {
      const mark = document.createElement("i");
      marks.append(mark);
      sight.observe(mark);
    }
    while (marks.children.length > wanted) {
      marks.lastElementChild?.remove();
    }
    void place();
  }).observe(content);
  window.addEventListener("resize", () => void place());
  return () => void place();
}

/**
 * Keeps a bar at the lower edge of what a person sees of the frame.
 * @param {HTMLElement} bar hidden while there is nothing to say
 * @param {HTMLElement} content
 */
export function followSight(bar, content) {
  /** @param {Area} area */
  const take = ({ bottom }) =>
    bar.style.setProperty("--ce-unseen", `${Math.max(0, Math.round(window.innerHeight - bottom))}px`);
  const ask = followArea(content, take, () => !bar.hidden);
  new MutationObserver(ask).observe(bar, { attributeFilter: ["hidden"] });
}
