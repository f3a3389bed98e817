/**
 * The commands of a framed application.
 *
 * Each command gets the frame's context, its parameters and the function that answers. A refused command does not
 * answer, as on a real portal, so the application waits forever.
 */

import { selectContacts, selectUsers, showAlert } from "./dialogs.js";
import { openApplicationSlider, openPathSlider } from "./opening.js";
import { postForm } from "./portal.js";
import { closeSlider, topSlider } from "./slider.js";
import { say } from "./words.js";

const MIN_FRAME_HEIGHT = 600;
const OPTION_DELAY_MS = 2000;

export const commands = {
  getInitData({ boot }, _params, answer) {
    answer(boot.init);
    boot.init.FIRST_RUN = false;
  },

  getInterface({ boot, denied }, _params, answer) {
    const own = boot.placement === "DEFAULT" ? [] : ["placementBindEvent"];
    const command = Object.keys(commands).filter(
      (name) => !denied.has(name) && (name !== "placementBindEvent" || own.includes(name)),
    );
    answer({ command, event: [] });
  },

  // No placement of the desktop sends events, so a bound callback is never called.
  placementBindEvent() {},

  async refreshAuth({ boot }, _params, answer) {
    const pair = await postForm("/desktop/refresh-auth/", {}).catch(() => ({}));
    if (!pair.access_token) {
      showAlert(say("no-token"));
      return;
    }
    boot.init.AUTH_ID = pair.access_token;
    boot.init.AUTH_EXPIRES = pair.expires_in;
    boot.init.REFRESH_ID = pair.refresh_token;
    answer({ AUTH_ID: pair.access_token, AUTH_EXPIRES: pair.expires_in, REFRESH_ID: pair.refresh_token });
  },

  resizeWindow({ layout }, params, answer) {
    layout.style.width = params.width === "100%" ? "100%" : `${parseInt(params.width, 10) || 100}px`;
    const height = parseInt(params.height, 10);
    if (height > 0) {
      layout.style.height = `${Math.max(height, MIN_FRAME_HEIGHT)}px`;
    }
    const { width, height: now } = layout.getBoundingClientRect();
    answer({ width, height: now });
  },

  setTitle({ slider }, params, answer) {
    const title = String(params.title ?? "");
    const place = slider
      ? slider.panel.querySelector(".slider-title")
      : document.querySelector("[data-testid=desktop-title]");
    place.textContent = title;
    if (!slider) {
      document.title = title;
    }
    answer(params);
  },

  setScroll(_context, params, answer) {
    if (params.scroll >= 0) {
      window.scrollTo(window.scrollX, parseInt(params.scroll, 10));
    }
    answer(params);
  },

  async setInstall(_context, params, answer) {
    await postForm("/desktop/first-run/", { install: params.install ? "1" : "0" });
    answer(params);
  },

  async setInstallFinish({ boot, slider }) {
    if (!boot.init.INSTALL) {
      return;
    }
    const done = await postForm("/desktop/set-installed/", {});
    if (done.already) {
      return;
    }
    if (slider) {
      closeSlider(slider, () => openApplicationSlider({}));
      return;
    }
    // A real portal answers "true" or "false" as text, so its page says Y in both cases.
    const next = new URL(window.location.href);
    next.searchParams.set("install_finished", "Y");
    window.location.assign(next);
  },

  setUserOption(context, params, answer) {
    context.boot.init.USER_OPTIONS[params.name] = params.value;
    context.pendingUserOptions.set(params.name, params.value);
    setTimeout(() => sendUserOptions(context), OPTION_DELAY_MS);
    answer(params);
  },

  async setAppOption({ boot }, params, answer) {
    if (!boot.init.IS_ADMIN) {
      return;
    }
    answer(await postForm("/desktop/options/", optionFields("app", params.name, params.value)));
  },

  reloadWindow() {
    window.location.reload();
  },

  openApplication(_context, params, answer) {
    openApplicationSlider(params, answer);
  },

  closeApplication(_context, _params, answer) {
    const top = topSlider();
    if (top && top.kind !== "page") {
      closeSlider(top, answer);
    }
  },

  openPath(_context, params, answer) {
    openPathSlider(params.path, answer);
  },

  async selectUser(_context, params, answer) {
    const several = Boolean(Math.trunc(Number(params.mult ?? 0)));
    const chosen = await selectUsers(several);
    if (chosen !== null) {
      answer(several ? chosen : chosen[0]);
    }
  },

  async selectCRM(_context, params, answer) {
    const chosen = await selectContacts(params);
    if (chosen !== null) {
      answer({ contact: { ...chosen } });
    }
  },
};

function sendUserOptions({ pendingUserOptions }) {
  for (const [name, value] of pendingUserOptions) {
    void postForm("/desktop/options/", optionFields("user", name, value), { keepalive: true });
  }
  pendingUserOptions.clear();
}

function optionFields(scope, name, value) {
  return { scope, name: String(name), value: JSON.stringify(value ?? null) };
}
