// @ts-check
// Starts the app's page. The list does not wait for the portal's library, which may never come.

import * as contacts from "./list/tab.js";
import { askedFor, connect, setTitle } from "./shared/bx24.js";
import { byId, markReady } from "./shared/dom.js";
import { followHeight } from "./shared/frame.js";
import { openTab, startTabs } from "./shared/tabs.js";

const parts = {
  contacts: async () => contacts,
  jobs: () => import("./jobs/tab.js"),
  history: () => import("./history/tab.js"),
  settings: () => import("./settings/tab.js"),
};

const started = startTabs(parts).then(markReady);
void connect().then(async (connection) => {
  if (connection === "ready") {
    setTitle(document.title);
    followHeight(byId("page"));
    // A link can lead to a job. It only shows it: anybody can write such a link.
    const job = askedFor("job");
    await started;
    if (/^[1-9]\d{0,15}$/.test(job)) {
      await openTab("jobs", job);
    }
  }
  await started;
  const badge = await import("./jobs/badge.js");
  await badge.followJobs();
});
