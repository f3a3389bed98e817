// @ts-check
// What the server wrote into the page: the session's data and the texts in the page's language.

/** @typedef {import("./types.js").Boot} Boot */

/** @returns {Boot} */
function read() {
  const content = document.getElementById("boot")?.textContent;
  return content ? JSON.parse(content) : { language: "en", messages: {} };
}

export const boot = read();

const RIGHT_TO_LEFT = /[\u0590-\u08ff\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc]/;
const LONGEST_VALUE = 80;

/**
 * A value inside a sentence: not longer than the sentence can bear, and not turning its direction.
 * @param {string} value
 */
function inSentence(value) {
  const characters = Array.from(value);
  const short = characters.length > LONGEST_VALUE ? `${characters.slice(0, LONGEST_VALUE).join("")}…` : value;
  return RIGHT_TO_LEFT.test(short) ? `\u2068${short}\u2069` : short;
}

const forms = new Intl.PluralRules(boot.language);
const numbers = new Intl.NumberFormat(boot.language);

/**
 * @param {string} pattern
 * @param {Record<string, string>} values
 */
function fill(pattern, values) {
  return pattern.replace(/\{([a-z]+)\}/g, (mark, name) => (name in values ? inSentence(values[name] ?? "") : mark));
}

/**
 * The text of a key with its values filled in.
 * @param {string} key
 * @param {Record<string, string>} [values]
 */
export function text(key, values = {}) {
  const message = boot.messages[key] ?? key;
  return fill(typeof message === "string" ? message : (message["other"] ?? key), values);
}

/**
 * The text of a key in the plural form of a number, which is filled in as `count`.
 * @param {string} key
 * @param {number} count
 * @param {Record<string, string>} [values]
 */
export function counted(key, count, values = {}) {
  const message = boot.messages[key] ?? key;
  const pattern = typeof message === "string" ? message : (message[forms.select(count)] ?? message["other"] ?? key);
  return fill(pattern, { count: numbers.format(count), ...values });
}
