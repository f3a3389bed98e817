// @ts-check
// Who is in a set, so that people can be told apart: name, company, a phone or e-mail, and the number, each with a way to
// its card. Those that are kept stand among them and say why.

import { counted, text } from "../shared/boot.js";
import { companyOf, leadToCard } from "../shared/contact.js";
import { part } from "../shared/dom.js";
import { nameOf, number } from "../shared/format.js";

/** @typedef {import("../shared/types.js").Impact} Impact */

/** @typedef {Impact["sample"][number]} Sampled */

/**
 * @param {HTMLElement} body
 * @param {Impact} impact
 */
export function sample(body, impact) {
  part(body, "names").replaceChildren(...impact.sample.map(line));
  part(body, "who").hidden = impact.sample.length === 0;
  // Who was not found is in nobody's list.
  const all = impact.total - (impact.exact ? (impact.missing ?? 0) : 0);
  const shown = impact.sample.length;
  part(body, "who-words").textContent =
    all > shown ? counted("js-bulk-first", shown, { number: number(all) }) : text("js-bulk-names");
}

/** @param {Sampled} contact */
function line(contact) {
  const item = document.createElement("li");
  item.className = "ce-sample__line";
  const link = document.createElement("a");
  link.className = "ce-link ce-sample__name";
  link.target = "_blank";
  link.rel = "noopener";
  const name = document.createElement("bdi");
  name.textContent = nameOf(contact);
  link.append(name);
  leadToCard(link, contact);
  const more = document.createElement("span");
  more.className = "ce-sample__more";
  more.append(...between([...companyOf(contact), contact.phones[0] ?? contact.emails[0], `#${contact.id}`]));
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
 * Values with a dot between them, each in its own direction.
 * @param {(string | null | undefined)[]} values
 */
function between(values) {
  return values.flatMap((value) => {
    if (!value) {
      return [];
    }
    const element = document.createElement("bdi");
    element.textContent = value;
    return [" · ", element];
  }).slice(1);
}
