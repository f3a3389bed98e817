// @ts-check
// Starts the app's page. The list does not wait for the portal's library, which may never come.

import { connect, setTitle } from "./bx24.js";
import * as contacts from "./contacts.js";
import { byId, markReady } from "./dom.js";
import { followHeight } from "./frame.js";
import { startTabs } from "./tabs.js";

const parts = {
  contacts: async () => contacts,
  jobs: () => import("./jobs.js"),
  history: () => import("./history.js"),
  settings: () => import("./settings.js"),
};

void startTabs(parts).then(markReady);
void connect().then((connection) => {
  if (connection === "ready") {
    setTitle(document.title);
    followHeight(byId("page"));
  }
});
