// @ts-check
// Works with the portal's frame around the page. The frame's height follows the content, and answers are scrolled into
// view even if the frame is taller than the window around it.

import { resize } from "./bx24.js";

const SMALLEST_CHANGE = 2;
/** Time limit in milliseconds for what a person waits for. */
const AREA_LIMIT = 300;
const MOST_REFUSALS = 2;

/**
 * Keeps the frame as tall as an element. Stops if the portal does not answer.
 * @param {HTMLElement} content its height must not depend on the frame's
 */
export function syncHeight(content) {
  let sentHeight = 0;
  let refusals = 0;
  let isWaiting = false;

  const measure = () => Math.ceil(content.getBoundingClientRect().bottom + window.scrollY);

  const update = async () => {
    const height = measure();
    if (isWaiting || Math.abs(height - sentHeight) < SMALLEST_CHANGE) {
      return;
    }
    isWaiting = true;
    sentHeight = height;
    refusals = (await resize(height)) ? 0 : refusals + 1;
    isWaiting = false;
    if (refusals >= MOST_REFUSALS) {
      observer.disconnect();
    } else if (Math.abs(measure() - sentHeight) >= SMALLEST_CHANGE) {
      void update();
    }
  };

  const observer = new ResizeObserver(() => void update());
  observer.observe(content);
}

/**
 * The part of the frame that the person can see, in the frame's coordinates. Only an intersection observer can tell,
 * because the page cannot read the window around the frame. Without an answer in time the result is the whole frame.
 * @param {number} [limit] time limit in milliseconds
 * @returns {Promise<{ top: number, bottom: number }>}
 */
export function visibleArea(limit = AREA_LIMIT) {
  const wholeFrame = { top: 0, bottom: window.innerHeight };
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
    const timer = setTimeout(() => done(wholeFrame), limit);
    const observer = new IntersectionObserver((entries) => {
      const seen = entries[0]?.intersectionRect;
      done(seen && seen.height > 0 ? { top: seen.top, bottom: seen.bottom } : wholeFrame);
    });
    observer.observe(probe);
  });
}

/**
 * Scrolls as little as needed, also through the frame's border.
 * @param {HTMLElement} element
 */
export function bringIntoView(element) {
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/**
 * The same for an element that is fixed to the frame's window. Some browsers do not scroll the outer page for such an
 * element, so the function scrolls to a temporary element in the content.
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

const MARK_STEP = 24;

/** @typedef {{ top: number, bottom: number }} Area */

/**
 * Reports the visible part of the frame whenever the person scrolls the page around it. If the portal makes the frame
 * as tall as its content, nothing inside scrolls, so styles cannot follow. Marker elements beside the content report
 * when they become visible or hidden.
 * @param {HTMLElement} content
 * @param {(area: Area) => void} onChange
 * @param {() => boolean} isNeeded whether the caller needs the report now
 * @returns {() => void} requests a report
 */
export function watchVisibleArea(content, onChange, isNeeded) {
  const marks = document.createElement("div");
  marks.className = "ce-marks";
  content.append(marks);
  let isMeasuring = false;
  let isRequested = false;
  const measure = async () => {
    isRequested = true;
    if (isMeasuring || !isNeeded()) {
      return;
    }
    isMeasuring = true;
    while (isRequested) {
      isRequested = false;
      onChange(await visibleArea());
    }
    isMeasuring = false;
  };
  const observer = new IntersectionObserver(() => void measure());
  new ResizeObserver(() => {
    const wanted = Math.ceil(content.clientHeight / MARK_STEP);
    while (marks.children.length < wanted) {
      const mark = document.createElement("i");
      marks.append(mark);
      observer.observe(mark);
    }
    while (marks.children.length > wanted) {
      marks.lastElementChild?.remove();
    }
    void measure();
  }).observe(content);
  window.addEventListener("resize", () => void measure());
  return () => void measure();
}

/**
 * Keeps a bar at the lower edge of the visible part of the frame.
 * @param {HTMLElement} bar hidden while it is empty
 * @param {HTMLElement} content
 */
export function keepBarVisible(bar, content) {
  /** @param {Area} area */
  const onChange = ({ bottom }) =>
    bar.style.setProperty("--ce-unseen", `${Math.max(0, Math.round(window.innerHeight - bottom))}px`);
  const update = watchVisibleArea(content, onChange, () => !bar.hidden);
  new MutationObserver(update).observe(bar, { attributeFilter: ["hidden"] });
}
