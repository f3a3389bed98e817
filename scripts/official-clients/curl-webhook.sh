#!/usr/bin/env bash
# "cURL (Webhook)" of the documentation of crm.contact.delete.
set -euo pipefail
webhook_url="$(grep -o '"webhook_url":"[^"]*"' <<<"$PORTAL_SIM" | head -n 1 | cut -d '"' -f 4)"

answer="$(curl -sS -X POST \
  -H "Content-Type: application/json" \
  -H "Accept: application/json" \
  -d '{"ID":50}' \
  -w '\n%{http_code}' \
  "${webhook_url}crm.contact.delete")"

printf '%s\n' "$answer"
[ "$(tail -n 1 <<<"$answer")" = 200 ] && grep -Eq '"result": ?true' <<<"$answer"
