#!/usr/bin/env bash
# How much of what its class may use the queue keeps in use while the quota is what limits it.
#   src/bench/drain.sh
# 600 requests a window of 10 s, of which writes may use 90 %; 4,000 writes wait; windows from the second on are looked at.
set -euo pipefail
cd "$(dirname "$0")/../.."
data=$(mktemp -d)
java -Xmx512m -Dquarkus.profile=local -Dquarkus.http.port=18081 -Dquarkus.management.port=19001 \
  -Dgateway.simulator.port=18091 -Dgateway.redis.data="$data" -Dgateway.redis.timeout=5s -Dgateway.writes.merge=false \
  -Dgateway.quota.limit=600 -Dgateway.quota.window=10s -Dgateway.quota.min-gap=5ms -Dquarkus.log.level=WARN \
  -jar target/quarkus-app/quarkus-run.jar &
gateway=$!
trap 'kill $gateway; wait $gateway 2>/dev/null || true; rm -rf "$data"' EXIT
until curl -sf -o /dev/null localhost:19001/q/health/ready; do sleep 0.2; done
curl -sf -o /dev/null -X PATCH -H 'Content-Type: application/json' localhost:18091/_simulator/settings \
  -d '{"limit":600,"windowMs":10000}'
seq 4000 | sed 's/.*/{"systemId":"drain-&","title":"Drain"}/' > "$data/writes"
curl -sf -o /dev/null -X POST -H 'Authorization: Bearer demo-key' -H 'Content-Type: application/x-ndjson' \
  --data-binary @"$data/writes" localhost:18081/v1/clients/batch
sleep 15
done=$(curl -s localhost:19001/q/metrics | awk '/^frontu_upstream_requests_total/ && /POST/ {n += $2} END {print n + 0}')
sleep 40
after=$(curl -s localhost:19001/q/metrics | awk '/^frontu_upstream_requests_total/ && /POST/ {n += $2} END {print n + 0}')
awk -v sent=$((after - done)) 'BEGIN {printf "%d writes in 40 s; the class may use %d: %.1f %%\n", sent, 540 * 4, sent / (540 * 4) * 100}'
