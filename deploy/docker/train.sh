#!/bin/sh
# Runs the packaged program against its own simulator for some seconds and writes the ahead-of-time cache of what it used.
#
#   train.sh FOLDER OUTPUT     FOLDER holds quarkus-run.jar; OUTPUT is the cache to write. Needs java 25, redis-server, curl.
set -eu
folder=$1
output=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
redis-server --port 16379 --bind 127.0.0.1 --save "" --appendonly no --dir "$work" > "$work/redis.log" 2>&1 &
redis=$!
# By the path that the image starts it by: the cache is for this class path and no other.
java -XX:AOTCacheOutput="$output" -XX:+UseSerialGC \
  -Dquarkus.profile=local -Dquarkus.redis.hosts=redis://127.0.0.1:16379 -Dgateway.redis.embedded=false \
  -Dgateway.redis.timeout=5s \
  -Dquarkus.http.port=18080 -Dquarkus.management.port=19000 -Dgateway.simulator.port=18090 \
  -Dquarkus.log.console.json.enabled=true \
  -jar "$folder/quarkus-run.jar" > "$work/gateway.log" 2>&1 &
gateway=$!

tries=0
until curl -sf -o /dev/null http://127.0.0.1:19000/q/health/ready; do
  tries=$((tries + 1))
  if [ "$tries" -gt 60 ] || ! kill -0 "$gateway"; then
    cat "$work/gateway.log" >&2
    exit 1
  fi
  sleep 1
done

# What callers do in the first minute: lists, deltas, single reads, conditional and repeated ones, refusals, a write.
ask() { curl -s -o /dev/null --compressed -H 'Authorization: Bearer demo-key' "$@"; }
for resource in tasks clients workspaces users materials credit-statuses task-types; do
  for round in 1 2 3; do
    ask "http://127.0.0.1:18080/v1/$resource?limit=50"
    ask "http://127.0.0.1:18080/v1/$resource?updatedSince=1700000000&limit=20"
  done
done
ask http://127.0.0.1:18080/v1/resources
ask http://127.0.0.1:18080/v1/quota
ask http://127.0.0.1:18080/v1/status
ask http://127.0.0.1:18080/v1/unknown
ask "http://127.0.0.1:18080/client/api/v2/clients?items=5"
ask -X POST -H 'Content-Type: application/json' -H 'Prefer: wait=5' -d '{"systemId":"training","title":"Training"}' \
  http://127.0.0.1:18080/v1/clients
curl -s -o /dev/null http://127.0.0.1:19000/q/metrics

kill -TERM "$gateway"
wait "$gateway" || true
kill -TERM "$redis"
wait "$redis" || true
test -s "$output"
