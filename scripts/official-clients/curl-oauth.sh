#!/usr/bin/env bash
# "cURL (OAuth)" of the documentation of crm.contact.delete.
set -euo pipefail
webhook_url="$(grep -o '"webhook_url":"[^"]*"' <<<"$PORTAL_SIM" | head -n 1 | cut -d '"' -f 4)"
access_token="$(grep -o '"access_token":"[^"]*"' <<<"$PORTAL_SIM" | head -n 1 | cut -d '"' -f 4)"

answer="$(curl -sS -X POST \
  -H "Content-Type: application/json" \
  -H "Accept: application/json" \
  -d "{\"ID\":50,\"auth\":\"$access_token\"}" \
  -w '\n%{http_code}' \
  "${webhook_url%%/rest/*}/rest/crm.contact.delete")"

printf '%s\n' "$answer"
[ "$(tail -n 1 <<<"$answer")" = 200 ] && grep -Eq '"result": ?true' <<<"$answer"
