// @ts-check
// Starts the app's page. The list does not wait for the portal's library, which may never come.

import { connect, setTitle } from "./bx24.js";
import { listen, load } from "./contacts.js";
import { byId, markReady } from "./dom.js";
import { followHeight } from "./frame.js";

listen();
void load().then(markReady);
void connect().then((connection) => {
  if (connection === "ready") {
    setTitle(document.title);
    followHeight(byId("page"));
  }
});
