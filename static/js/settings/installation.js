// @ts-check
// The state of the installation, its repair, and the disconnection of the portal.

import { request } from "../shared/api/client.js";
import { boot, pluralText, text, textOr } from "../shared/boot.js";
import { ask } from "../shared/dialog.js";
import { announce, buttonById, byId, copyTemplate, part, within } from "../shared/dom.js";
import { formatNumber, shortDateTime } from "../shared/format.js";
import { showNoticeIn } from "../shared/notice.js";
import { loadPeopleNames, personName } from "../shared/people.js";
import { problemNotice } from "../shared/problem.js";

/** @typedef {import("../shared/types.js").Installation} Installation */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */

const TONES = { bound: "success", missing: "danger", off: "quiet", unknown: "quiet" };

/**
 * @param {string} id id of the element for the notice
 * @param {NoticeContent} content
 */
function notify(id, content) {
  showNoticeIn(byId(id), content);
}

/**
 * The name of a scope, or the portal's own word for it.
 * @param {string} scope
 */
const scopeName = (scope) => textOr(`js-scope-${scope.replace("_", "-")}`, scope);

/**
 * Shows the portal's limits and the calls that it refused because of them.
 * @param {Installation["limits"]} limits
 */
function drawLimits({ calls_at_once: atOnce, calls_per_second: perSecond, running_time: times, met }) {
  const refusedCalls = met.reduce((sum, { calls }) => sum + calls, 0);
  byId("limits").textContent = refusedCalls > 0 ? pluralText("js-limits-some", refusedCalls) : text("js-limits-none");
  const left = times.map(({ method, left_seconds: seconds, blocked_until: until }) =>
    until
      ? text("js-limits-blocked", { name: method, time: shortDateTime(until) })
      : text("js-limits-left", { name: method, number: formatNumber(seconds) }),
  );
  const refused = met.map(({ error, calls, last }) =>
    text("js-limits-met", { name: error, number: formatNumber(calls), time: shortDateTime(last) }),
  );
  const lines = [text("js-limits-calls", { count: formatNumber(atOnce), number: formatNumber(perSecond) }), ...left, ...refused];
  byId("limits-details").replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }),
  );
}

/** @param {Installation} state */
function draw(state) {
  const { installed_by: by, installed_at: at, missing_scopes: missing, authorizations } = state;
  const drawInstalled = () => {
    const name = by === null ? "" : personName(by);
    byId("installed-at").textContent = name ? text("js-installed-by", { time: shortDateTime(at), name }) : shortDateTime(at);
  };
  drawInstalled();
  if (by !== null) {
    void loadPeopleNames([by]).then(drawInstalled);
  }
  byId("licence").textContent = textOr(`js-licence-${state.licence.toLowerCase()}`, state.licence);
  const scopeNames = (/** @type {string[]} */ scopes) => scopes.map(scopeName).join(", ");
  const missingText = missing.length > 0 ? ` – ${text("js-scopes-missing", { name: scopeNames(missing) })}` : "";
  byId("scopes").textContent = `${scopeNames(state.scopes)}${missingText}`;
  byId("scopes").title = state.scopes.join(", ");
  const { alive, gone } = authorizations;
  const ended = gone > 0 ? `, ${pluralText("js-signins-ended", gone)}` : "";
  byId("signins").textContent = `${pluralText("js-signins", alive)}${ended}`;
  drawLimits(state.limits);
  for (const [name, status] of Object.entries(state.features)) {
    const mark = byId(`feature-${name}`);
    mark.textContent = text(`js-feature-${status}`);
    mark.dataset["tone"] = TONES[/** @type {keyof typeof TONES} */ (status)] ?? "";
    mark.dataset["state"] = status;
  }
}

export async function showInstallation() {
  try {
    draw(await request("GET", "/api/portal"));
  } catch (error) {
    notify("installation-notice", problemNotice(error));
  }
}

async function repair() {
  const button = buttonById("repair");
  button.setAttribute("aria-busy", "true");
  try {
    draw(await request("POST", "/api/portal/repair"));
    notify("installation-notice", { kind: "success", title: text("js-repaired-title") });
  } catch (error) {
    notify("installation-notice", problemNotice(error));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** Replaces the page. No script may call the API any more, because a call would connect the portal again. */
function showDisconnected() {
  const state = copyTemplate("state-template");
  part(state, "title").textContent = text("js-disconnected-title");
  part(state, "text").textContent = text("js-disconnected-text");
  const card = document.createElement("div");
  card.className = "ce-card";
  card.dataset["testid"] = "disconnected";
  card.append(state);
  within(document, "main").replaceChildren(card);
  announce(text("js-disconnected-title"));
}

async function disconnect() {
  const opener = buttonById("disconnect");
  const domain = boot.portal_domain ?? "";
  let typed = "";
  const decision = await ask({
    title: text("js-disconnect-title", { name: domain }),
    action: text("js-disconnect-action"),
    tone: "danger",
    icon: "#icon-alert",
    body: "confirm-disconnect",
    opener,
    fill: (body, dialog) => {
      part(body, "typing-words").textContent = text("js-disconnect-type", { name: domain });
      dialog.setAllowed(false);
      const field = /** @type {HTMLInputElement} */ (within(body, "input"));
      field.addEventListener("input", () => {
        typed = field.value.trim();
        dialog.setAllowed(typed.toLowerCase() === domain.toLowerCase());
      });
    },
    run: async () => {
      try {
        await request("POST", "/api/portal/disconnect", { body: { confirm: typed }, limit: 120_000 });
        return null;
      } catch (error) {
        return problemNotice(error);
      }
    },
  });
  if (decision.confirmed && decision.result) {
    notify("disconnect-notice", decision.result);
  } else if (decision.confirmed) {
    showDisconnected();
  }
}

export function listenToInstallation() {
  buttonById("repair").addEventListener("click", () => void repair());
  buttonById("disconnect").addEventListener("click", () => void disconnect());
}
