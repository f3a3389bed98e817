// @ts-check
// The list without a mouse: its keys. They do nothing while somebody types, or while a dialog is open.

import { buttonById, byId, within } from "../shared/dom.js";
import { isOpen, openPopup, popupButton } from "../shared/popup.js";

const TYPES = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]';

/** Where what is about the list's conditions stands: no key there chooses or deletes contacts. */
const CONDITIONS = ".ce-toolbar, .ce-views, #chips-row, #filters";

const rows = byId("rows");
const panel = byId("keys-panel");

/** @type {(row: HTMLElement) => void} */
let showDetails = () => {};

const all = () => /** @type {HTMLElement[]} */ (Array.from(rows.querySelectorAll("[data-contact-id]")));

/** The row that has the focus, or holds what has it. */
const current = () => /** @type {HTMLElement | null} */ (document.activeElement?.closest("#rows [data-contact-id]") ?? null);

/** @param {number} step */
function move(step) {
  const list = all();
  const row = current();
  const at = row ? list.indexOf(row) + step : step > 0 ? 0 : list.length - 1;
  const to = list[Math.max(0, Math.min(at, list.length - 1))];
  to?.focus({ preventScroll: true });
  to?.scrollIntoView({ block: "nearest" });
}

/** @param {boolean} shiftKey with everything between the last one and this one */
function toggle(shiftKey) {
  const row = current();
  const box = row && within(row, '[type="checkbox"]');
  if (box?.matches(":disabled")) {
    return;
  }
  box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey }));
}

/** Asks about what is chosen, or about the row in question where nothing is. */
function askToDelete() {
  const row = current();
  if (!byId("bar").hidden) {
    buttonById("delete-selected").click();
  } else if (row) {
    within(row, '[data-testid="contact-delete"]').click();
  }
}

function openPreview() {
  const row = current();
  if (row && row === document.activeElement) {
    showDetails(row);
    return true;
  }
  return false;
}

/** @type {Record<string, (event: KeyboardEvent) => boolean | void>} false: the key is left to the browser */
const KEYS = {
  "/": () => byId("search").focus(),
  "?": () => (isOpen(panel) ? undefined : openPopup(panel, byId("keys-open"), { focus: panel })),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  x: () => toggle(false),
  X: () => toggle(true),
  Delete: askToDelete,
  Enter: openPreview,
};

/**
 * @param {KeyboardEvent} event
 * @param {string} key
 */
function isFree(event, key) {
  const at = /** @type {Element | null} */ (event.target instanceof Element ? event.target : null);
  const isElsewhere = at?.closest(`${TYPES}, [role="tab"], .ce-popup`) ?? null;
  const isAboutConditions = ["x", "X", "Delete"].includes(key) && Boolean(at?.closest(CONDITIONS));
  // A key held down asks once.
  const isHeld = event.repeat && key === "Delete";
  const isBusy = isHeld || isAboutConditions || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey;
  return !isBusy && !isElsewhere && !byId("panel-contacts").hidden && !document.querySelector("dialog[open]");
}

/**
 * The key by its sign; a letter of another alphabet by its place on the keyboard.
 * @param {KeyboardEvent} event
 */
function signOf({ key, code, shiftKey }) {
  return code === "KeyX" && /[^a-z]/i.test(key) ? (shiftKey ? "X" : "x") : key;
}

/** @param {(row: HTMLElement) => void} details shows what there is to know about a row */
export function listenToKeys(details) {
  showDetails = details;
  popupButton(byId("keys-open"), panel, () => panel);
  document.addEventListener("keydown", (event) => {
    const key = signOf(event);
    const act = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (act && isFree(event, key) && act(event) !== false) {
      event.preventDefault();
    }
  });
}
