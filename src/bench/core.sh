#!/usr/bin/env bash
# Uncached reads through one core of the gateway: the gateway alone on core 0, the simulator and the load on the others.
#   src/bench/core.sh [SECONDS] [CONNECTIONS]
# Prints answers a second and the gateway's processor time an answer. On a machine that is busy with other work the second
# figure is the one to go by: one core does as many answers a second as fit into a second of its time.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-20} connections=${2:-32}
program=target/quarkus-app
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
data=$(mktemp -d)
others=1-$(($(nproc) - 1))
trap 'kill $gateway $simulator 2>/dev/null || true; wait 2>/dev/null; rm -rf "$data"' EXIT
gateway= simulator=

taskset -c "$others" "$java" -cp "$program/app/*:$program/lib/main/*:$program/lib/boot/*" \
  io.frontugateway.simulator.SimulatorMain --port 28090 --key simulator-key --limit 1000000 --window PT1S >/dev/null 2>&1 &
simulator=$!
taskset -c 0 "$java" -Dquarkus.profile=local -Dquarkus.http.port=28080 -Dquarkus.management.port=28900 \
  -Dgateway.simulator.enabled=false -Dgateway.accounts.default.base-url=http://127.0.0.1:28090 \
  -Dgateway.accounts.default.api-key=simulator-key -Dgateway.redis.data="$data" \
  -Dgateway.quota.limit=1000000 -Dgateway.quota.window=1s -Dgateway.quota.min-gap=0s \
  -Dquarkus.log.category.\"io.frontugateway.access\".level="${ACCESS_LOG:-INFO}" \
  -jar "$program/quarkus-run.jar" >"$data/log" 2>&1 &
gateway=$!

ask() { curl -sf -m 5 -H 'Authorization: Bearer demo-key' "localhost:28080$1"; }
for _ in $(seq 600); do guid=$(ask '/v1/tasks?limit=1' | grep -o '"guid":"[^"]*' | head -1 | cut -d'"' -f4 || true); [ -n "$guid" ] && break; sleep 0.2; done
[ -n "$guid" ] || { tail "$data/log"; exit 1; }

# The callers refuse what is kept, so that every read asks Frontu.
ticks() { awk '{print $14 + $15}' "/proc/$gateway/stat"; }
load() { LOAD_HEADER="Cache-Control: no-cache" taskset -c "$others" "$java" src/bench/Load.java "$1" "$connections" "http://localhost:28080$2" demo-key; }
echo "load average before: $(cut -d' ' -f1 /proc/loadavg)"
for path in "/v1/tasks/$guid" "/client/api/v2/tasks/details?guid=$guid"; do
  load 10 "$path" >/dev/null
  before=$(ticks)
  result=$(load "$seconds" "$path")
  after=$(ticks)
  answers=$(echo "$result" | sed 's/answers \([0-9]*\).*/\1/')
  awk -v t=$((after - before)) -v n="$answers" -v p="$path" -v r="$result" -v hz="$(getconf CLK_TCK)" \
    'BEGIN {printf "%s: %s; gateway %.3f ms of processor time an answer, %.0f answers a core-second\n", p, r, 1000 * t / hz / n, n * hz / t}'
done
