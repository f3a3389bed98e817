// @ts-check
// The list's keyboard shortcuts. They are off while the person types or a dialog is open.

import { buttonById, byId, within } from "../shared/dom.js";
import { isOpen, listenToPopupButton, openPopup } from "../shared/popup.js";

const TEXT_FIELDS = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]';

/** The filter's elements. No key there selects or deletes contacts. */
const CONDITIONS = ".ce-toolbar, .ce-views, #chips-row, #filters";

const rows = byId("rows");
const panel = byId("keys-panel");

/** @type {(row: HTMLElement) => void} */
let showDetails = () => {};

const allRows = () => /** @type {HTMLElement[]} */ (Array.from(rows.querySelectorAll("[data-contact-id]")));

/** The row that has the focus or contains the focused element. */
const currentRow = () => /** @type {HTMLElement | null} */ (document.activeElement?.closest("#rows [data-contact-id]") ?? null);

/** @param {number} step */
function move(step) {
  const list = allRows();
  const row = currentRow();
  const target = row ? list.indexOf(row) + step : step > 0 ? 0 : list.length - 1;
  const to = list[Math.max(0, Math.min(target, list.length - 1))];
  to?.focus({ preventScroll: true });
  to?.scrollIntoView({ block: "nearest" });
}

/** Whether a person could use the element with the mouse. @param {HTMLElement} element */
const isUsable = (element) => !element.matches(":disabled") && element.checkVisibility({ visibilityProperty: true });

/** @param {boolean} shiftKey also selects all rows between the last selected one and this one */
function toggleRow(shiftKey) {
  const row = currentRow();
  const box = row && within(row, '[type="checkbox"]');
  if (!box || !isUsable(box)) {
    return;
  }
  box.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey }));
}

/** Deletes the selected contacts, or the current row's contact if none is selected. */
function askToDelete() {
  const row = currentRow();
  if (!byId("bar").hidden) {
    buttonById("delete-selected").click();
  } else if (row) {
    const button = within(row, '[data-testid="contact-delete"]');
    if (isUsable(button)) {
      button.click();
    }
  }
}

function openPreview() {
  const row = currentRow();
  if (row && row === document.activeElement) {
    showDetails(row);
    return true;
  }
  return false;
}

/** @type {Record<string, (event: KeyboardEvent) => boolean | void>} the result false leaves the key to the browser */
const KEYS = {
  "/": () => byId("search").focus(),
  "?": () => (isOpen(panel) ? undefined : openPopup(panel, byId("keys-open"), { focus: panel })),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  x: () => toggleRow(false),
  X: () => toggleRow(true),
  Delete: askToDelete,
  Enter: openPreview,
};

/**
 * @param {KeyboardEvent} event
 * @param {string} key
 */
function isForList(event, key) {
  const target = /** @type {Element | null} */ (event.target instanceof Element ? event.target : null);
  const isElsewhere = target?.closest(`${TEXT_FIELDS}, [role="tab"], .ce-popup`) ?? null;
  const isAboutConditions = ["x", "X", "Delete"].includes(key) && Boolean(target?.closest(CONDITIONS));
  // A key that is held down counts once.
  const isHeld = event.repeat && key === "Delete";
  const isBusy = isHeld || isAboutConditions || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey;
  return !isBusy && !isElsewhere && !byId("panel-contacts").hidden && !document.querySelector("dialog[open]");
}

/**
 * The pressed key. A letter of another alphabet counts by its position on the keyboard.
 * @param {KeyboardEvent} event
 */
function keyOf({ key, code, shiftKey }) {
  return code === "KeyX" && /[^a-z]/i.test(key) ? (shiftKey ? "X" : "x") : key;
}

/** @param {(row: HTMLElement) => void} onDetails shows a row's details */
export function listenToKeys(onDetails) {
  showDetails = onDetails;
  listenToPopupButton(byId("keys-open"), panel, () => panel);
  document.addEventListener("keydown", (event) => {
    const key = keyOf(event);
    const action = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (action && isForList(event, key) && action(event) !== false) {
      event.preventDefault();
    }
  });
}
