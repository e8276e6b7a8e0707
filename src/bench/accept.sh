#!/usr/bin/env bash
# Accepted writes a second and the time that acceptance takes, with Redis synced every second and at every write, beside
# BullMQ on the same Redis. The gateway has core 0 for itself; Redis and the load share the others.
#   src/bench/accept.sh [everysec] [always]
# Nothing drains meanwhile, so that the queue becomes deep: the account's Frontu is a port where nothing listens.
set -euo pipefail
cd "$(dirname "$0")/../.."
data=$(mktemp -d)
gateway='' redis=''
finish() { kill $gateway $redis 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$data"; }
trap finish EXIT
npm --silent --prefix src/bench/bullmq install
rest=1-$(($(nproc) - 1))
for fsync in ${*:-everysec always}; do
  taskset -c "$rest" redis-server --port 16379 --dir "$data" --save '' --appendonly yes --appendfsync $fsync \
    --maxmemory-policy noeviction --dbfilename $fsync.rdb --appenddirname $fsync >/dev/null &
  redis=$!
  taskset -c 0 java -Xmx512m -Dquarkus.profile=prod -Dquarkus.http.port=18081 -Dquarkus.management.port=19001 \
    -Dquarkus.redis.hosts=redis://127.0.0.1:16379 -Dgateway.redis.timeout=5s \
    -Dgateway.accounts.default.base-url=http://127.0.0.1:9 -Dgateway.accounts.default.api-key=none \
    -Dgateway.writes.max-queued=10000000 -Dgateway.writes.max-queued-bytes=4G \
    -Dgateway.clients.bench.key-sha256="$(printf %s bench | sha256sum | cut -d' ' -f1)" \
    -Dgateway.clients.bench.permissions='*:read,*:write' -Dgateway.clients.bench.max-queued=10000000 \
    -Dquarkus.log.level=WARN -jar target/quarkus-app/quarkus-run.jar &
  gateway=$!
  until curl -sf -o /dev/null localhost:19001/q/health/ready; do sleep 0.2; done
  run() { taskset -c "$rest" java -XX:+UseSerialGC src/bench/Accept.java "$1" "$2" "$3" http://localhost:18081/v1/clients bench; }
  # The compiler of the JVM shares the core with the gateway, and has half of it for as long as it finds something to do.
  run 30 32 0 >/dev/null
  echo "appendfsync $fsync, 32 connections without pause: $(run 10 32 0)"
  echo "appendfsync $fsync, 1,000 a second:               $(run 10 64 1000)"
  echo "appendfsync $fsync, writes queued by then:      $(redis-cli -p 16379 hget 'fg:{w:default}:state' n)"
  kill $gateway; wait $gateway || true; gateway=''
  echo "appendfsync $fsync, BullMQ, 32 at a time:         $(taskset -c 0 node src/bench/bullmq/accept.js 10 32 16379)"
  kill $redis; wait $redis || true; redis=''
done
