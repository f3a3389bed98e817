// @ts-check
// Starts the app's page. The list does not wait for the portal's library, which may never come.

import { askedFor, connect, setTitle } from "./bx24.js";
import * as contacts from "./contacts.js";
import { byId, markReady } from "./dom.js";
import { followHeight } from "./frame.js";
import { openTab, startTabs } from "./tabs.js";

const parts = {
  contacts: async () => contacts,
  jobs: () => import("./jobs.js"),
  history: () => import("./history.js"),
  settings: () => import("./settings.js"),
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
  const badge = await import("./job-badge.js");
  await badge.followJobs();
});
