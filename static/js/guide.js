// @ts-check
// The first steps above the app. Whoever reads them or passes over them puts them away for all administrators of the
// portal; where the server does not take that down, they stand there again the next time.

import { request } from "./shared/api/client.js";
import { buttonById, byId, within } from "./shared/dom.js";
import { openTab } from "./shared/tabs.js";

function putAway() {
  byId("guide").remove();
  request("DELETE", "/api/portal/introduction").catch(() => undefined);
}

buttonById("guide-done").addEventListener("click", () => {
  putAway();
  within(document, '[role="tab"][aria-selected="true"]').focus({ preventScroll: true });
});
buttonById("guide-settings").addEventListener("click", () => {
  putAway();
  byId("tab-settings").focus({ preventScroll: true });
  void openTab("settings");
});
