// A random walk through the list: searches, conditions, orders, pages and boxes. The contacts are in the page's memory.
// After each step three things have to agree: the ticked boxes, the text of the bar, and the contacts that a deletion
// request would name. Nothing is deleted. Answers null, or a description of the first difference.
const [seed, steps, done] = arguments;

const NAMES = ["Eva", "Maria", "Ada", "Evan", "Zoe"];
const contacts = Array.from({ length: 130 }, (_, at) => ({
  id: at + 1, name: `${NAMES[at % 5]} ${at + 1}`, phones: at % 3 ? ["+12025550100"] : [], emails: at % 4 ? ["a@example.org"] : [],
  company: at % 5 ? "Acme" : null, created_at: "2026-01-01T00:00:00Z", assigned_by: 1, url: "http://127.0.0.1/",
}));
const lacks = { phone: (one) => !one.phones.length, email: (one) => !one.emails.length, company: (one) => !one.company };
const matches = (filter) => contacts.filter((one) =>
  (!filter.search || one.name.includes(filter.search)) && (filter.without ?? []).every((lack) => lacks[lack](one)));
const idsOf = (list) => new Set(list.map(({ id }) => id));

const real = window.fetch;
const json = (data, status = 200) =>
  Promise.resolve(new Response(JSON.stringify(data), { status, headers: { "Content-Type": "application/json" } }));
let ordered = [];
window.fetch = (path, options = {}) => {
  const url = new URL(path, location.href);
  if (url.pathname === "/api/jobs" && options.method === "POST") {
    ordered.push(JSON.parse(options.body));
    return json({ code: "portal_busy", title: "Busy", detail: "Later.", request_id: "r-1" }, 503);
  }
  if (url.pathname !== "/api/contacts") {
    return real(path, options);
  }
  const given = url.searchParams;
  const found = matches({ search: given.get("search"), without: given.get("without")?.split(",") });
  const sort = given.get("order_by") ?? "";
  const key = (one) => (sort.endsWith("name") ? one.name : one.id);
  found.sort((a, b) => (key(a) < key(b) ? -1 : 1) * (sort.startsWith("-") ? -1 : 1));
  const limit = Number(given.get("page_size") ?? 50);
  const after = Number(given.get("after") ?? 0);
  const rest = sort ? found.slice(after) : found.filter(({ id }) => id > after);
  const items = rest.slice(0, limit);
  const more = rest.length > limit;
  return json({ items, total: found.length, next: more ? (sort ? after + limit : items.at(-1).id) : null, sorted: sort ? true : undefined });
};

// mulberry32
let state = seed;
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};
const pick = (list) => list[Math.floor(random() * list.length)];
const byId = (id) => document.getElementById(id);
const rows = () => Array.from(document.querySelectorAll("#rows [data-contact-id]"));
const boxOf = (row) => row.querySelector("[type=checkbox]");
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
const rested = async () => {
  await pause(0);
  while (byId("contacts").getAttribute("aria-busy") === "true") {
    await pause(2);
  }
};

async function walk(selection, filters) {
  const search = (text) => {
    byId("search").value = text;
    byId("search").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  };
  const click = (element, shiftKey = false) =>
    element?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey }));
  const chooseRow = (shiftKey) => {
    const boxes = rows().map(boxOf).filter((box) => !box.disabled);
    if (boxes.length > 0) {
      click(pick(boxes), shiftKey);
    }
  };
  const some = (all) => all.filter(() => random() < 0.3);
  const acts = {
    row: () => chooseRow(false),
    another: () => chooseRow(false),
    range: () => chooseRow(true),
    page: () => byId("select-page").click(),
    all: () => byId("select-all").click(),
    clear: () => byId("bar").hidden || (random() < 0.4 && byId("bar-clear").click()),
    search: () => search(pick(["", "Eva", "Evan", "Zoe", "1", "nobody"])),
    narrow: () => filters.showFilter({ ...filters.resolvedFilter(), without: some(["phone", "email", "company"]) }),
    use: () => filters.showFilter({ search: pick(["", "Eva", "9"]), without: some(["phone", "company"]) }),
    next: () => byId("next").disabled || byId("next").click(),
    back: () => byId("previous").disabled || byId("previous").click(),
    sort: () => document.querySelector(`[data-sort=${pick(["name", "created"])}]`).click(),
    size: () => {
      byId("page-size").value = pick(["20", "50", "100"]);
      byId("page-size").dispatchEvent(new Event("change"));
    },
    show: () => byId("bar").hidden || byId("bar-away").hidden || byId("bar-show").click(),
    release: () => {
      const listed = Array.from(document.querySelectorAll("#chosen-panel:not([hidden]) input"));
      if (listed.length > 0) {
        pick(listed).click();
      }
    },
  };
  const setOf = ({ ids, contact_ids: also, filter, except = [] }) =>
    filter ? idsOf(matches(filter).filter(({ id }) => !except.includes(id))) : new Set(ids ?? also);
  const same = (one, other) => one.size === other.size && Array.from(one).every((id) => other.has(id));

  for (let step = 0; step < steps; step += 1) {
    const act = pick(Object.keys(acts));
    acts[act]();
    await rested();
    const fault = (what) => `seed ${seed}, step ${step}, ${act}: ${what}`;
    const target = selection.target();
    const would = target ? setOf(target) : new Set();
    const words = byId("bar-count").textContent;
    const said = byId("bar").hidden ? 0 : words.startsWith("The one") ? 1 : Number(/\d+/.exec(words)[0]);
    if (said !== would.size) {
      return fault(`the bar says “${words}”, and ${would.size} would go`);
    }
    if (target?.filter && target.total !== matches(target.filter).length) {
      return fault(`${target.total} are said to match`);
    }
    if (!byId("bar").hidden && byId("delete-selected").disabled !== (would.size === 0)) {
      return fault("the button does not know");
    }
    const wrong = rows().find((row) => {
      const box = boxOf(row);
      return box.disabled ? box.checked || !target?.filter : box.checked !== would.has(Number(row.dataset.contactId));
    });
    if (wrong) {
      return fault(`the box of ${wrong.dataset.contactId} says something else`);
    }
    const inView = rows().filter((row) => would.has(Number(row.dataset.contactId))).length;
    const away = target?.ids ? would.size - inView : 0;
    if (away > 0 && !byId("bar-beside").textContent.startsWith(`${away} `)) {
      return fault(`${away} are not in view, and the bar says “${byId("bar-beside").textContent}”`);
    }
    if (would.size > 1 && random() < 0.2) {
      ordered = [];
      byId("delete-selected").click();
      while (ordered.length === 0) {
        await pause(2);
      }
      const [order] = ordered;
      if (!same(setOf(order), would) || (order.filter && order.expected_total !== matches(order.filter).length)) {
        return fault(`${JSON.stringify(order)} was sent`);
      }
      document.querySelector("[data-testid=confirm-cancel]").click();
      while (document.querySelector("dialog[open]")) {
        await pause(2);
      }
    }
  }
  return null;
}

const base = document.querySelector("script[type=module][src$='/app.js']").src.replace(/app\.js$/, "");
Promise.all([import(`${base}list/selection.js`), import(`${base}filters/current-filter.js`)])
  .then(([selection, filters]) => {
    selection.selectNone();
    filters.showFilter({});
    return rested().then(() => walk(selection, filters));
  })
  .catch((error) => `seed ${seed}: ${error.stack}`)
  .then((fault) => {
    window.fetch = real;
    done(fault);
  });
