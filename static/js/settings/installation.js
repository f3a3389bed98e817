// @ts-check
// How the installation stands, putting it in order, and disconnecting the portal.

import { request } from "../shared/api/client.js";
import { boot, counted, text } from "../shared/boot.js";
import { ask } from "../shared/dialog.js";
import { announce, buttonById, byId, copyOf, part, within } from "../shared/dom.js";
import { momentOf, number } from "../shared/format.js";
import { showNotice } from "../shared/notice.js";
import { learnPeople, personName } from "../shared/people.js";
import { problemNotice } from "../shared/problem.js";

/** @typedef {import("../shared/types.js").Installation} Installation */
/** @typedef {import("../shared/types.js").NoticeContent} NoticeContent */

const TONES = { bound: "success", missing: "danger", off: "quiet", unknown: "quiet" };

/**
 * @param {string} id the place's id
 * @param {NoticeContent} content
 */
function notify(id, content) {
  showNotice(content, (notice) => {
    byId(id).replaceChildren(notice);
    return notice;
  });
}

/**
 * A permission in words; one that has none is said as the portal calls it.
 * @param {string} scope
 */
function scopeInWords(scope) {
  const key = `js-scope-${scope.replace("_", "-")}`;
  return key in boot.messages ? text(key) : scope;
}

/**
 * What the portal takes, and what it has refused for its limits.
 * @param {Installation["limits"]} limits
 */
function drawLimits({ calls_at_once: burst, calls_per_second: pace, running_time: times, met }) {
  const slowed = met.reduce((sum, { calls }) => sum + calls, 0);
  byId("limits").textContent = slowed > 0 ? counted("js-limits-some", slowed) : text("js-limits-none");
  const left = times.map(({ method, left_seconds: seconds, blocked_until: until }) =>
    until
      ? text("js-limits-blocked", { name: method, time: momentOf(until) })
      : text("js-limits-left", { name: method, number: number(seconds) }),
  );
  const refused = met.map(({ error, calls, last }) =>
    text("js-limits-met", { name: error, number: number(calls), time: momentOf(last) }),
  );
  const lines = [text("js-limits-calls", { count: number(burst), number: number(pace) }), ...left, ...refused];
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
  const since = () => {
    const name = by === null ? "" : personName(by);
    byId("installed-at").textContent = name ? text("js-installed-by", { time: momentOf(at), name }) : momentOf(at);
  };
  since();
  if (by !== null) {
    void learnPeople([by]).then(since);
  }
  const licence = `js-licence-${state.licence.toLowerCase()}`;
  byId("licence").textContent = licence in boot.messages ? text(licence) : state.licence;
  const inWords = (/** @type {string[]} */ scopes) => scopes.map(scopeInWords).join(", ");
  const lacking = missing.length > 0 ? ` – ${text("js-scopes-missing", { name: inWords(missing) })}` : "";
  byId("scopes").textContent = `${inWords(state.scopes)}${lacking}`;
  byId("scopes").title = state.scopes.join(", ");
  const { alive, gone } = authorizations;
  const ended = gone > 0 ? `, ${counted("js-signins-ended", gone)}` : "";
  byId("signins").textContent = `${counted("js-signins", alive)}${ended}`;
  drawLimits(state.limits);
  for (const [name, how] of Object.entries(state.features)) {
    const mark = byId(`feature-${name}`);
    mark.textContent = text(`js-feature-${how}`);
    mark.dataset["tone"] = TONES[/** @type {keyof typeof TONES} */ (how)] ?? "";
    mark.dataset["state"] = how;
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

/** Nothing on the page may call the API any more: that would connect the portal again. */
function takeLeave() {
  const state = copyOf("state-template");
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
      dialog.allow(false);
      const field = /** @type {HTMLInputElement} */ (within(body, "input"));
      field.addEventListener("input", () => {
        typed = field.value.trim();
        dialog.allow(typed.toLowerCase() === domain.toLowerCase());
      });
    },
    act: async () => {
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
    takeLeave();
  }
}

export function listenToInstallation() {
  buttonById("repair").addEventListener("click", () => void repair());
  buttonById("disconnect").addEventListener("click", () => void disconnect());
}
