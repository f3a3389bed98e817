// @ts-check
// Reports when the person has scrolled. If the portal makes the frame as tall as its content, the portal's page
// scrolls, and the frame gets no scroll event. Markers across the frame's window show the movement instead.

/** How long nothing may move before the scrolling counts as ended, in milliseconds. */
const REST_TIME = 120;
const MARK_STEP = 48;

/**
 * @param {() => void} onEnd called when the scrolling has ended
 * @param {AbortSignal} signal ends the reports
 */
export function onScrollEnd(onEnd, signal) {
  const marks = document.createElement("div");
  marks.className = "ce-sight";
  const count = Math.ceil(window.innerHeight / MARK_STEP);
  marks.replaceChildren(...Array.from({ length: count }, () => document.createElement("i")));
  document.body.append(marks);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isFirst = true;
  const observer = new IntersectionObserver(() => {
    // The observer always reports once at the start.
    if (isFirst) {
      isFirst = false;
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(onEnd, REST_TIME);
  });
  for (const mark of marks.children) {
    observer.observe(mark);
  }
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    observer.disconnect();
    marks.remove();
  });
}
