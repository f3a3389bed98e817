// @ts-check
// The data that the server wrote into the page: the session and the texts in the page's language.

/** @typedef {import("./types.js").Boot} Boot */

/** @returns {Boot} */
function readBoot() {
  const content = document.getElementById("boot")?.textContent;
  return content ? JSON.parse(content) : { language: "en", messages: {} };
}

export const boot = readBoot();

const RIGHT_TO_LEFT = /[\u0590-\u08ff\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc]/;
const MOST_CHARACTERS = 80;

/**
 * A value to insert into a sentence: shortened, and isolated if its writing direction differs.
 * @param {string} value
 */
function insertable(value) {
  const characters = Array.from(value);
  const shortened = characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS).join("")}…` : value;
  return RIGHT_TO_LEFT.test(shortened) ? `\u2068${shortened}\u2069` : shortened;
}

const pluralRules = new Intl.PluralRules(boot.language);
const numberFormat = new Intl.NumberFormat(boot.language);

/**
 * @param {string} pattern
 * @param {Record<string, string>} values
 */
function fillIn(pattern, values) {
  return pattern.replace(/\{([a-z]+)\}/g, (mark, name) => (name in values ? insertable(values[name] ?? "") : mark));
}

/**
 * The text of a key with its values inserted.
 * @param {string} key
 * @param {Record<string, string>} [values]
 */
export function text(key, values = {}) {
  const message = boot.messages[key] ?? key;
  return fillIn(typeof message === "string" ? message : (message["other"] ?? key), values);
}

/**
 * The text of a key, or the fallback if this page does not know the key: the service may be newer than the page.
 * @param {string} key
 * @param {string} fallback
 */
export const textOr = (key, fallback) => (key in boot.messages ? text(key) : fallback);

/**
 * The text of a key in the plural form for a number. The number is inserted as `count`.
 * @param {string} key
 * @param {number} count
 * @param {Record<string, string>} [values]
 */
export function pluralText(key, count, values = {}) {
  const message = boot.messages[key] ?? key;
  const pattern = typeof message === "string" ? message : (message[pluralRules.select(count)] ?? message["other"] ?? key);
  return fillIn(pattern, { count: numberFormat.format(count), ...values });
}
