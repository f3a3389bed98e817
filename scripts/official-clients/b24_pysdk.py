"""b24pysdk as published: `b24_pysdk.py webhook|oauth|batch`."""

import json
import os
import sys

from b24pysdk import BitrixApp, BitrixToken, BitrixWebhook, Client

sim = json.loads(os.environ["PORTAL_SIM"])
portal = sim["portals"][0]
user = portal["users"][0]


def by_webhook():
    token = "/".join(portal["webhook_url"].rstrip("/").split("/")[-2:])
    return Client(BitrixWebhook(domain=portal["domain"], webhook_token=token))


def by_oauth():
    app = BitrixApp(client_id=sim["client_id"], client_secret=sim["client_secret"])
    return Client(
        BitrixToken(
            domain=portal["domain"],
            auth_token=user["access_token"],
            refresh_token=user["refresh_token"],
            bitrix_app=app,
        )
    )


def delete_by_batch(client):
    answer = client.call_batch({"gone": client.crm.contact.delete(bitrix_id=50)}, halt=True)
    assert not answer.result.result_error, answer.result.result_error
    return answer.result.result["gone"]


ways = {
    "webhook": lambda: by_webhook().crm.contact.delete(bitrix_id=50).result,
    "oauth": lambda: by_oauth().crm.contact.delete(bitrix_id=50).result,
    "batch": lambda: delete_by_batch(by_oauth()),
}
result = ways[sys.argv[1]]()
print("result:", result)
sys.exit(0 if result is True else 1)
