// @ts-check
// Finishes the installation in the portal, exactly once, and only if the server reports that everything before it
// succeeded. The page waits only a limited time for the portal.

import { text } from "./shared/boot.js";
import { connect, installFinish, reloadWindow } from "./shared/bx24.js";
import { byId } from "./shared/dom.js";
import { syncHeight } from "./shared/frame.js";

const HINT_AFTER = 2_500;
const RELOAD_LIMIT = 2_000;

const status = byId("install");
const lastStep = status.querySelector('[data-step="finish"]');

/**
 * @param {"done" | "failed"} state
 * @param {string} lead
 */
function show(state, lead) {
  status.dataset["state"] = state;
  lastStep?.setAttribute("data-state", state);
  byId("lead").textContent = lead;
}

/** @param {"blocked" | "silent"} reason */
function fail(reason) {
  show("failed", text(`js-install-${reason}`));
  byId("hint").textContent = text(`js-install-${reason}-hint`);
  byId("retry").hidden = false;
}

async function finish() {
  const connection = await connect();
  if (connection !== "ready") {
    fail(connection);
    return;
  }
  byId("lead").textContent = text("js-install-finishing");
  if (!installFinish()) {
    fail("silent");
    return;
  }
  show("done", text("js-install-done"));
  // If the app was already installed, the portal shows nothing. A hint tells the person where to continue.
  setTimeout(() => {
    byId("hint").textContent = text("js-install-done-hint");
  }, HINT_AFTER);
}

/** Reloads the portal's page, which opens this page with a fresh authorization. Otherwise reloads only this page. */
function retry() {
  const limit = reloadWindow() ? RELOAD_LIMIT : 0;
  setTimeout(() => window.location.reload(), limit);
}

byId("retry").addEventListener("click", retry);
// The button works from now on.
byId("retry").hidden = status.dataset["state"] !== "failed";
void connect().then((connection) => connection === "ready" && syncHeight(byId("page")));
if (status.dataset["state"] === "working") {
  void finish();
}
