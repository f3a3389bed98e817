// @ts-check
// Finishes the installation in the portal: by itself, exactly once, and only when the server wrote that all before it
// succeeded. A portal that does not answer is not waited for without end.

import { text } from "./shared/boot.js";
import { connect, installFinish, reloadWindow } from "./shared/bx24.js";
import { byId } from "./shared/dom.js";
import { followHeight } from "./shared/frame.js";

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
  // Where the app was installed before, the portal does nothing: the person needs to know where to go.
  setTimeout(() => {
    byId("hint").textContent = text("js-install-done-hint");
  }, HINT_AFTER);
}

/** Loads the portal's page again, which opens this one with a fresh authorization; else only this one. */
function retry() {
  const limit = reloadWindow() ? RELOAD_LIMIT : 0;
  setTimeout(() => window.location.reload(), limit);
}

byId("retry").addEventListener("click", retry);
// Only now does the button work.
byId("retry").hidden = status.dataset["state"] !== "failed";
void connect().then((connection) => connection === "ready" && followHeight(byId("page")));
if (status.dataset["state"] === "working") {
  void finish();
}
