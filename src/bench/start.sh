#!/usr/bin/env bash
# Time from the start of the packaged program to its first answer, and its memory then, for each JDK given.
#   src/bench/start.sh JAVA_HOME...
# Five starts each, in turn, in the profile local (so the embedded Redis and the simulator start too).
set -euo pipefail
cd "$(dirname "$0")/../.."
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
for round in 1 2 3 4 5; do
  for home in "$@"; do
    began=$(date +%s%N)
    "$home/bin/java" -Dquarkus.profile=local -Dgateway.redis.data="$data" -jar target/quarkus-app/quarkus-run.jar >/dev/null 2>&1 &
    pid=$!
    until curl -sf -o /dev/null -H 'Authorization: Bearer demo-key' 'localhost:8080/v1/tasks?limit=1'; do sleep 0.05; done
    took=$((($(date +%s%N) - began) / 1000000))
    resident=$(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$pid/status")
    echo "$home: first answer after $took ms, $resident MiB resident"
    kill "$pid"
    wait "$pid" || true
  done
done
