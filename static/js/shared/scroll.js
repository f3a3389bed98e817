// @ts-check
// Says when another part of the frame has come into sight. Where the portal makes the frame as tall as its content it is
// the portal's page that scrolls, and no event of ours tells.

/** How long nothing may have moved. */
const REST = 120;
const STEP = 48;

/**
 * @param {() => void} changed called when the scrolling has come to rest
 * @param {AbortSignal} signal ends it
 */
export function watchSight(changed, signal) {
  const marks = document.createElement("div");
  marks.className = "ce-sight";
  const count = Math.ceil(window.innerHeight / STEP);
  marks.replaceChildren(...Array.from({ length: count }, () => document.createElement("i")));
  document.body.append(marks);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  let isFirst = true;
  const observer = new IntersectionObserver(() => {
    // The first word comes by itself.
    if (isFirst) {
      isFirst = false;
      return;
    }
    clearTimeout(resting);
    resting = setTimeout(changed, REST);
  });
  for (const mark of marks.children) {
    observer.observe(mark);
  }
  signal.addEventListener("abort", () => {
    clearTimeout(resting);
    observer.disconnect();
    marks.remove();
  });
}
