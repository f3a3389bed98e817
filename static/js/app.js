// @ts-check
// Starts the app's page. The list does not wait for the portal's library, which may never load.

import * as contacts from "./list/tab.js";
import { connect, openingParameter, setTitle } from "./shared/bx24.js";
import { byId, markReady } from "./shared/dom.js";
import { syncHeight } from "./shared/frame.js";
import { openTab, startTabs } from "./shared/tabs.js";

const tabs = {
  contacts: async () => contacts,
  jobs: () => import("./jobs/tab.js"),
  history: () => import("./history/tab.js"),
  settings: () => import("./settings/tab.js"),
};

const started = startTabs(tabs).then(markReady);
void connect().then(async (connection) => {
  if (connection === "ready") {
    setTitle(document.title);
    syncHeight(byId("page"));
    // A link can name a job. The page only shows the job, because anybody can write such a link.
    const job = openingParameter("job");
    await started;
    if (/^[1-9]\d{0,15}$/.test(job)) {
      await openTab("jobs", job);
    }
  }
  await started;
  const badge = await import("./jobs/badge.js");
  await badge.startPolling();
});
