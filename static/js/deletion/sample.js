// @ts-check
// A sample of the contacts in a draft: name, company, a phone number or e-mail address, and the id, with a link to the
// card. A contact that is kept shows the reason.

import { pluralText, text } from "../shared/boot.js";
import { companyOf, linkToCard } from "../shared/contact.js";
import { part } from "../shared/dom.js";
import { contactName, formatNumber } from "../shared/format.js";

/** @typedef {import("../shared/types.js").Impact} Impact */

/** @typedef {import("../shared/types.js").SampleContact} SampleContact */

/**
 * @param {HTMLElement} body
 * @param {Impact} impact
 */
export function fillSample(body, impact) {
  part(body, "names").replaceChildren(...impact.sample.map(sampleLine));
  part(body, "who").hidden = impact.sample.length === 0;
  // Contacts that were not found are in no sample.
  const all = impact.total - (impact.exact ? (impact.missing ?? 0) : 0);
  const shown = impact.sample.length;
  part(body, "who-words").textContent =
    all > shown ? pluralText("js-bulk-first", shown, { number: formatNumber(all) }) : text("js-bulk-names");
}

/** @param {SampleContact} contact */
function sampleLine(contact) {
  const item = document.createElement("li");
  item.className = "ce-sample__line";
  const link = document.createElement("a");
  link.className = "ce-link ce-sample__name";
  link.target = "_blank";
  link.rel = "noopener";
  const name = document.createElement("bdi");
  name.textContent = contactName(contact);
  link.append(name);
  linkToCard(link, contact);
  const more = document.createElement("span");
  more.className = "ce-sample__more";
  more.append(...separated([...companyOf(contact), contact.phones[0] ?? contact.emails[0], `#${contact.id}`]));
  item.append(link, more);
  if (contact.kept) {
    const kept = document.createElement("span");
    kept.className = "ce-badge";
    kept.dataset["tone"] = "warning";
    kept.textContent = text(contact.kept === "open_deals" ? "js-kept-open" : "js-kept-unknown");
    item.append(kept);
  }
  return item;
}

/**
 * Puts a dot between values and isolates their writing directions.
 * @param {(string | null | undefined)[]} values
 */
function separated(values) {
  return values.flatMap((value) => {
    if (!value) {
      return [];
    }
    const element = document.createElement("bdi");
    element.textContent = value;
    return [" · ", element];
  }).slice(1);
}
