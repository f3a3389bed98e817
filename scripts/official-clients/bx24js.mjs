// What BX24.js puts on the wire: `bx24js.mjs method|batch`.
// The library itself works only at Bitrix24's own address and only in a frame, so this program makes the same requests:
// a form POST to PATH/METHOD.json with `auth` first, names in PHP brackets, and a batch whose commands are query strings.
// Like the library, it reads an answer with a status from 200 to 499 as JSON, and the key `error` decides.
const sim = JSON.parse(process.env.PORTAL_SIM);
const [portal] = sim.portals;
const [user] = portal.users;
const origin = portal.webhook_url.replace(/\/rest\/.*$/, "");

/** Scalars first, then nested values, as the library orders them. */
function encode(data, prefix = "") {
  const scalars = [];
  const nested = [];
  for (const [key, value] of Object.entries(data)) {
    const name = prefix ? `${prefix}[${encodeURIComponent(key)}]` : encodeURIComponent(key);
    if (value !== null && typeof value === "object") nested.push(encode(value, name));
    else scalars.push(`${name}=${encodeURIComponent(value)}`);
  }
  return [...scalars, ...nested].join("&");
}

async function post(method, data) {
  const response = await fetch(`${origin}/rest/${encodeURIComponent(method)}.json`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: sim.oauth },
    body: `auth=${user.access_token}&${encode(data)}`,
    redirect: "manual",
  });
  const text = await response.text();
  console.log(response.status, text);
  if (response.status < 200 || response.status >= 500) throw new Error("Query error!");
  if (response.headers.get("access-control-allow-origin") !== "*") throw new Error("a browser would refuse this answer");
  const answer = JSON.parse(text);
  if ("error" in answer) throw new Error(`${answer.error}: ${answer.error_description}`);
  return answer.result;
}

async function callBatch(calls) {
  const cmd = Array.isArray(calls) ? [] : {};
  for (const [key, [method, params]] of Object.entries(calls)) cmd[key] = `${method}?${encode(params)}`;
  const answer = await post("batch", { halt: 0, cmd });
  const failed = Object.entries(answer.result_error ?? {});
  if (failed.length > 0) throw new Error(JSON.stringify(failed));
  return answer.result;
}

const ways = {
  method: () => post("crm.contact.delete", { id: 50 }),
  batch: async () => (await callBatch([["crm.contact.delete", { id: 50 }]]))[0],
  "named-batch": async () => (await callBatch({ gone: ["crm.contact.delete", { id: 50 }] })).gone,
};
const result = await ways[process.argv[2]]();
process.exit(result === true ? 0 : 1);
