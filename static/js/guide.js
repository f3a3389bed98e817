// @ts-check
// The first steps above the app. Reading or skipping them hides them for all administrators of the portal. If the
// server does not store this, they appear again the next time.

import { request } from "./shared/api/client.js";
import { buttonById, byId, within } from "./shared/dom.js";
import { openTab } from "./shared/tabs.js";

function dismiss() {
  byId("guide").remove();
  request("DELETE", "/api/portal/introduction").catch(() => undefined);
}

buttonById("guide-done").addEventListener("click", () => {
  dismiss();
  within(document, '[role="tab"][aria-selected="true"]').focus({ preventScroll: true });
});
buttonById("guide-settings").addEventListener("click", () => {
  dismiss();
  byId("tab-settings").focus({ preventScroll: true });
  void openTab("settings");
});
