// @ts-check
// Finding and filling elements. Data only ever becomes text, never markup.

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
 * The first element of a template, copied.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function copyOf(id) {
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
 * The part of a copied template that bears a name.
 * @param {ParentNode} root
 * @param {string} name
 */
export function part(root, name) {
  return within(root, `[data-part="${name}"]`);
}

/**
 * Says something to screen readers alone.
 * @param {string} message
 */
export function announce(message) {
  byId("announcer").textContent = message;
}

/** Tells tests and tools that the page can be used. */
export function markReady() {
  document.body.dataset["testid"] = "app-ready";
  performance.mark("app-ready");
}

/**
 * Several values one below the other, at most two; the rest as a number with all of them in its title.
 * @param {HTMLElement} place
 * @param {string[]} values
 * @param {number} [most]
 */
export function fillValues(place, values, most = 2) {
  const shown = values.slice(0, most).map((value) => {
    const element = document.createElement("bdi");
    element.className = "ce-value";
    element.append(...breakable(value));
    element.title = value;
    return element;
  });
  place.replaceChildren(...shown);
  if (values.length > most) {
    const more = document.createElement("span");
    more.className = "ce-value ce-value--more";
    more.textContent = `+${values.length - most}`;
    more.title = values.slice(most).join("\n");
    place.append(more);
  }
  if (values.length === 0) {
    fillNone(place);
  }
}

/**
 * An e-mail address breaks before its at sign first, if it has to; everything else as it comes.
 * @param {string} value
 * @returns {(string | Node)[]}
 */
function breakable(value) {
  const at = value.lastIndexOf("@");
  return at > 0 ? [value.slice(0, at), document.createElement("wbr"), value.slice(at)] : [value];
}

/** @param {HTMLElement} place */
export function fillNone(place) {
  const none = document.createElement("span");
  none.className = "ce-none";
  none.textContent = "–";
  place.replaceChildren(none);
}
