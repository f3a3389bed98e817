// The documented API of jobs in the page's memory, for situations that a portal cannot produce on demand, such as a
// broken stream. Nothing is deleted.
window.asked = [];
window.breakStreams = false;
window.hold = false;
window.impact = {};
window.unreadable = "";
const real = window.fetch;
const jobs = new Map();
let started = 0;
const json = (data, status = 200) =>
  new Response(JSON.stringify(data), { status, headers: { "Content-Type": "application/json" } });
const problem = (code, status) => json({ code, title: `Problem ${code}`, detail: "Detail.", request_id: "r-1" }, status);

// The impact. While it is not exact, each answer has counted one more contact, like the service's answers.
function counted() {
  if (window.impact.exact === false) {
    window.impact.counted += 1;
  }
  return window.impact;
}

function create(values) {
  const id = jobs.size + 1;
  const job = {
    id, kind: "delete", state: "draft", reason: null, total: 0, deleted: 0, restored: 0, gone: 0, denied: 0,
    protected: 0, failed: 0, cancelled: 0, pending: 0, created_by: 1, created_at: new Date().toISOString(),
    started_at: null, finished_at: null, eta_seconds: null, rate: null, resumes_at: null, verified: null,
    include_open_deals: false, expires_at: new Date(Date.now() + 900000).toISOString(), snapshot_until: null, restorable: 0,
    reference: null, ...values,
  };
  jobs.set(id, job);
  return job;
}

function work(job) {
  if (job.state !== "running" || window.hold) {
    return;
  }
  const step = Math.min(10, job.pending);
  job[job.kind === "restore" ? "restored" : "deleted"] += step;
  job.pending -= step;
  job.rate = 25;
  job.eta_seconds = job.pending / 25;
  if (job.pending === 0) {
    Object.assign(job, { state: "done", verified: job.deleted, rate: null, eta_seconds: null,
      finished_at: new Date().toISOString(), restorable: job.deleted, snapshot_until: new Date(Date.now() + 86400000 * 30).toISOString() });
  }
}

function start(job) {
  started += 1;
  Object.assign(job, { number: started, state: "running", pending: job.total, started_at: new Date().toISOString(), expires_at: null });
  const timer = setInterval(() => {
    work(job);
    if (["done", "cancelled"].includes(job.state)) {
      clearInterval(timer);
    }
  }, 40);
}

function events(job, signal) {
  let timer;
  const body = new ReadableStream({
    start(controller) {
      const encoder = new TextEncoder();
      timer = setInterval(() => {
        if (window.breakStreams) {
          clearInterval(timer);
          controller.error(new TypeError("broken"));
          return;
        }
        const ended = ["done", "cancelled"].includes(job.state);
        const text = `: alive\n\nevent: ${ended ? "done" : "progress"}\ndata: ${JSON.stringify(job)}\n\n`;
        // Split in the middle, as networks may do.
        controller.enqueue(encoder.encode(text.slice(0, 30)));
        controller.enqueue(encoder.encode(text.slice(30)));
        if (ended) {
          clearInterval(timer);
          controller.close();
        }
      }, 50);
    },
    cancel: () => clearInterval(timer),
  });
  signal?.addEventListener("abort", () => clearInterval(timer));
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
}

const acts = {
  start(job, body) {
    if (body.confirm_total !== job.total) {
      return problem("total_changed", 409);
    }
    start(job);
    return json(job);
  },
  pause: (job) => json(Object.assign(job, { state: "paused", reason: "by_user", paused_by: 1,
    paused_at: new Date().toISOString() })),
  resume: (job) => json(Object.assign(job, { state: "running", reason: null, paused_by: null, paused_at: null })),
  cancel: (job) => json(Object.assign(job, { state: "cancelled", cancelled: job.pending, pending: 0,
    finished_at: new Date().toISOString() })),
  restore(job) {
    const restored = create({ kind: "restore", total: job.deleted, pending: job.deleted });
    start(restored);
    return json(restored, 202);
  },
  impact: (job) => json({ total: job.total, sample: [], with_open_deals: 3, with_deals: 5, with_company: 2,
    with_activities: 1, protected: job.include_open_deals || job.total < 10 ? 0 : 3, exact: true, ...counted() }),
  items: () => json({ items: [{ contact_id: 1, outcome: "deleted" }], next: null }),
};

window.fetch = async (path, options = {}) => {
  const url = new URL(String(path), location.href);
  const [, , name, id, act] = url.pathname.split("/");
  if (name === window.unreadable) {
    return problem("internal", 500);
  }
  if (name !== "jobs") {
    return real(path, options);
  }
  const body = options.body ? JSON.parse(options.body) : null;
  window.asked.push({ method: options.method, path: url.pathname + url.search, body });
  const job = jobs.get(Number(id));
  if (!id) {
    if (options.method === "GET") {
      return json({ items: Array.from(jobs.values()).map((one) => ({ ...one })) });
    }
    const total = body.contact_ids?.length ?? body.expected_total;
    if (total === 13) {
      return problem("total_changed", 409);
    }
    return json({ ...create({ total, pending: total, include_open_deals: body.include_open_deals ?? false }) }, 202);
  }
  if (act === "events") {
    return window.breakStreams ? Promise.reject(new TypeError("broken")) : events(job, options.signal);
  }
  if (act?.endsWith("csv") || act?.endsWith("xlsx")) {
    return new Response("id;outcome\n1;deleted\n", { headers: { "Content-Type": "text/csv" } });
  }
  return act ? acts[act](job, body) : json({ ...job });
};
