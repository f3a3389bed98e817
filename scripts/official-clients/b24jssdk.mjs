// @bitrix24/b24jssdk as published: `b24jssdk.mjs webhook|oauth|batch`.
// The call is the "JS" one of the documentation of crm.contact.delete.
import { B24Hook, B24OAuth, EnumAppStatus, Text } from "@bitrix24/b24jssdk";

const sim = JSON.parse(process.env.PORTAL_SIM);
const [portal] = sim.portals;
const [user] = portal.users;
const rest = portal.webhook_url.replace(/\/rest\/.*$/, "/rest/");

function byWebhook() {
  return B24Hook.fromWebhookUrl(portal.webhook_url);
}

function byOAuth() {
  const authorization = {
    applicationToken: "not-used-by-calls",
    userId: user.id,
    memberId: portal.member_id,
    accessToken: user.access_token,
    refreshToken: user.refresh_token,
    expires: Math.floor(Date.now() / 1000) + 3600,
    expiresIn: 3600,
    scope: "crm",
    domain: portal.domain,
    clientEndpoint: rest,
    serverEndpoint: `${sim.oauth}/rest/`,
    status: EnumAppStatus.Free,
  };
  return new B24OAuth(authorization, { clientId: sim.client_id, clientSecret: sim.client_secret });
}

async function deleteByCall($b24) {
  const response = await $b24.actions.v2.call.make({
    method: "crm.contact.delete",
    params: { id: 50 },
    requestId: Text.getUuidRfc4122(),
  });
  if (!response.isSuccess) throw new Error(response.getErrorMessages().join("; "));
  return response.getData().result;
}

async function deleteByBatch($b24) {
  const response = await $b24.actions.v2.batch.make({
    calls: { gone: { method: "crm.contact.delete", params: { id: 50 } } },
    options: { isHaltOnError: true, returnAjaxResult: true, requestId: Text.getUuidRfc4122() },
  });
  if (!response.isSuccess) throw new Error(response.getErrorMessages().join("; "));
  const { gone } = response.getData();
  if (!gone.isSuccess) throw new Error(gone.getErrorMessages().join("; "));
  return gone.getData().result;
}

const ways = {
  webhook: () => deleteByCall(byWebhook()),
  oauth: () => deleteByCall(byOAuth()),
  batch: () => deleteByBatch(byOAuth()),
};
const result = await ways[process.argv[2]]();
console.log("result:", result);
process.exit(result === true ? 0 : 1);
