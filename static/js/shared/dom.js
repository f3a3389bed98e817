// @ts-check
// Finds and fills elements. Data always becomes text, never markup.

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) {
    throw new Error(`the page has no element ${id}`);
  }
  return element;
}

/**
 * @param {string} id
 * @returns {HTMLButtonElement}
 */
export function buttonById(id) {
  return /** @type {HTMLButtonElement} */ (byId(id));
}

/**
 * A copy of a template's first element.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function copyTemplate(id) {
  const template = /** @type {HTMLTemplateElement} */ (byId(id));
  return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function within(root, selector) {
  const element = root.querySelector(selector);
  if (!element) {
    throw new Error(`no ${selector} here`);
  }
  return /** @type {HTMLElement} */ (element);
}

/**
 * The element of a copied template with this `data-part`.
 * @param {ParentNode} root
 * @param {string} name
 */
export function part(root, name) {
  return within(root, `[data-part="${name}"]`);
}

/**
 * Announces a message to screen readers.
 * @param {string} message
 */
export function announce(message) {
  byId("announcer").textContent = message;
}

/** Marks the page as usable, for tests and tools. */
export function markReady() {
  document.body.dataset["testid"] = "app-ready";
  performance.mark("app-ready");
}

/**
 * Shows values below each other, up to a limit. A counter shows how many more there are and lists them in its title.
 * @param {HTMLElement} cell
 * @param {string[]} values
 * @param {number} [limit]
 */
export function fillValues(cell, values, limit = 2) {
  const shown = values.slice(0, limit).map((value) => {
    const element = document.createElement("bdi");
    element.className = "ce-value";
    element.append(...breakable(value));
    element.title = value;
    return element;
  });
  cell.replaceChildren(...shown);
  if (values.length > limit) {
    const more = document.createElement("span");
    more.className = "ce-value ce-value--more";
    more.textContent = `+${values.length - limit}`;
    more.title = values.slice(limit).join("\n");
    cell.append(more);
  }
  if (values.length === 0) {
    fillNone(cell);
  }
}

/**
 * Lets an e-mail address break before its at sign. Other values stay whole.
 * @param {string} value
 * @returns {(string | Node)[]}
 */
function breakable(value) {
  const at = value.lastIndexOf("@");
  return at > 0 ? [value.slice(0, at), document.createElement("wbr"), value.slice(at)] : [value];
}

/** @param {HTMLElement} cell */
export function fillNone(cell) {
  const none = document.createElement("span");
  none.className = "ce-none";
  none.textContent = "–";
  cell.replaceChildren(none);
}
