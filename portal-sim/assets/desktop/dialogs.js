/** The selection dialogs of the portal. They return `null` when closed without a choice; the caller then does not answer. */

import { element } from "./dom.js";
import { getJson } from "./portal.js";
import { say } from "./words.js";

/** Lets the person choose users. Their ids are strings, as on a real portal. */
export async function selectUsers(several) {
  const users = await getJson("/desktop/users/");
  return choose({
    title: say(several ? "people" : "person"),
    several,
    items: users.map((user) => ({ key: user.id, text: user.name, note: user.position, value: user })),
  });
}

/** Lets the person choose contacts. */
export async function selectContacts({ multiple, value }) {
  const contacts = await getJson("/desktop/contacts/");
  const selected = new Set((Array.isArray(value) ? value : Object.values(value ?? {})).map(String));
  return choose({
    title: say(multiple ? "contacts" : "contact"),
    several: Boolean(multiple),
    items: contacts.map((contact) => ({
      key: contact.id,
      text: contact.title,
      note: contact.desc,
      checked: selected.has(contact.id),
      value: contact,
    })),
  });
}

/** Shows an error until the person closes it. */
export function showAlert(text) {
  const alert = element(
    "div",
    { class: "alert", role: "alert", "data-testid": "desktop-alert" },
    element("span", {}, text),
    element("button", { class: "alert-close", type: "button", "aria-label": say("close"), onclick: () => alert.remove() }),
  );
  document.body.append(alert);
}

function choose({ title, several, items }) {
  return new Promise((resolve) => {
    const rows = items.map((item) => row(item, several));
    const form = element(
      "form",
      { method: "dialog", class: "picker" },
      element("h2", {}, title),
      element("div", { class: "picker-items" }, ...rows),
      element(
        "footer",
        { class: "picker-actions" },
        element("button", { class: "button button-primary", value: "choose", "data-testid": "desktop-picker-choose" }, say("choose")),
        element("button", { class: "button", value: "", formnovalidate: true, "data-testid": "desktop-picker-cancel" }, say("cancel")),
      ),
    );
    const dialog = element("dialog", { class: "dialog", "data-testid": "desktop-picker" }, form);
    dialog.addEventListener("close", () => {
      const keys = new FormData(form).getAll("item");
      const chosen = items.filter((item) => keys.includes(item.key)).map((item) => item.value);
      dialog.remove();
      resolve(dialog.returnValue === "choose" && (several || chosen.length > 0) ? chosen : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function row({ key, text, note, checked }, several) {
  return element(
    "label",
    { class: "picker-item", "data-testid": "desktop-picker-item", "data-id": key },
    element("input", { type: several ? "checkbox" : "radio", name: "item", value: key, checked: Boolean(checked) }),
    element("span", { class: "picker-text" }, element("bdi", {}, text)),
    note ? element("span", { class: "picker-note" }, note) : null,
  );
}
