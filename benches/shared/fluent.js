// User actions for the benchmark of the page's scripts, and a simulated job of 100,000 contacts.
Object.assign(window, {
  one: (id) => document.querySelector(`[data-testid='${id}']`),
  click: (id) => window.one(id).click(),
  shown: () => document.querySelectorAll("#rows [data-contact-id]").length,
  checked: () => document.querySelectorAll("#rows :checked").length,
  items: () => document.querySelectorAll("[data-testid=job-item]").length,
  says: (words) => window.one("selection-bar").textContent.includes(words),
  asked: () => document.querySelector("dialog[open] [data-part=facts]")?.getAttribute("aria-busy") === "false",
  search: (text) => {
    window.one("contact-search").value = text;
    window.one("contact-search").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  },
  more: () => {
    window.before = window.items();
    document.querySelector("[data-part=items-place] [data-part=more]").click();
  },
});

const real = window.fetch;
const json = (data) => new Response(JSON.stringify(data), { headers: { "Content-Type": "application/json" } });
const TOTAL = 100_000;
const draft = {
  id: 1, kind: "delete", state: "draft", reason: null, total: TOTAL, deleted: 0, restored: 0, gone: 0, denied: 0, protected: 0,
  failed: 0, cancelled: 0, pending: TOTAL, created_by: 1, created_at: new Date().toISOString(), started_at: null,
  finished_at: null, eta_seconds: null, rate: null, resumes_at: null, verified: null, include_open_deals: false,
  expires_at: new Date(Date.now() + 900_000).toISOString(), snapshot_until: null, restorable: 0, reference: null,
};
const impact = {
  total: TOTAL, sample: [], with_open_deals: 3, with_deals: 5, with_company: 2, with_activities: 1, protected: 3, exact: true,
};
// The list is real. The dialog gets a prepared draft, so that no job is created.
window.fetch = async (path, options = {}) => {
  const { pathname } = new URL(path, location.href);
  if (pathname === "/api/jobs" && options.method === "POST") {
    return json(draft);
  }
  if (/^\/api\/jobs\/1\/(impact|cancel)$/.test(pathname)) {
    return json(pathname.endsWith("impact") ? impact : { ...draft, state: "cancelled" });
  }
  return real(path, options);
};

window.pretendsAJob = () => {
  const before = window.fetch;
  const job = { ...draft, id: 2, number: 1, state: "running", started_at: new Date().toISOString(), rate: 25, eta_seconds: 4000,
    expires_at: null, deleted: 40_000, failed: 500, pending: 59_500 };
  let stream;
  const encoder = new TextEncoder();
  window.progress = () => {
    job.deleted += 25;
    job.pending -= 25;
    window.told = (job.deleted + job.failed).toLocaleString("en");
    stream.enqueue(encoder.encode(`event: progress\ndata: ${JSON.stringify(job)}\n\n`));
  };
  window.fetch = async (path, options = {}) => {
    const { pathname, searchParams } = new URL(path, location.href);
    if (pathname === "/api/jobs") {
      return json({ items: [job] });
    }
    if (pathname === "/api/jobs/2/events") {
      const body = new ReadableStream({ start: (controller) => { stream = controller; } });
      return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
    }
    if (pathname === "/api/jobs/2/items") {
      const after = Number(searchParams.get("after") ?? 0);
      const wanted = searchParams.get("outcome") || "deleted";
      const items = Array.from({ length: 100 }, (_, at) => ({ contact_id: after + at + 1, outcome: wanted, name: `Name ${at}` }));
      return json({ items, next: after + 100 });
    }
    return pathname === "/api/jobs/2" ? json(job) : before(path, options);
  };
};
