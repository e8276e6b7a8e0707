#!/usr/bin/env bash
# Cached reads of the gateway beside nginx proxy_cache and Spring Cloud Gateway's LocalResponseCache, in one run: the server
# on core 0, the load on core 1. While a Java program warms up it may use both, since its compiler needs as much time as the
# answers; it counts on one from its start. Needs nginx and wrk (Debian packages), and the packaged gateway.
#   src/bench/cache/run.sh [SECONDS [CONNECTIONS [WARM_SECONDS [SIZES]]]]
# SIZES is "small large" unless given: 2 KB and 200 KB.
# Prints, a server and a size: answers a second at full load and what one costs the server, and the 99th percentile at half of
# that load. Logs of requests are off everywhere. With REALTIME=1 (needs root) servers and load have real-time priority while
# they are measured, which keeps other work of the machine out of the figures.
set -euo pipefail
cd "$(dirname "$0")/../../.."
seconds=${1:-10}
connections=${2:-32}
warm=${3:-40}
sizes=${4:-small large}
here=src/bench/cache
work=$(mktemp -d)
started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait || true
  rm -rf "$work"
}
trap finish EXIT
chmod 755 "$work"
authorization='Authorization: Bearer demo-key'

start() {
  "$@" >>"$work/log" 2>&1 &
  started+=($!)
}

answers() {
  for ((tries = 0; tries < 900; tries++)); do
    if curl -sf -o /dev/null -H "$authorization" "$1"; then return; fi
    sleep 0.1
  done
  echo "$1 does not answer:" && tail -20 "$work/log" && exit 1
}

# Hundredths of a second that a process and its threads have run.
ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }

# One load: SECONDS PID URL CODING TAG PAUSE. Answers a second, the 99th percentile, microseconds of the server an answer.
load() {
  local before after with=''
  if [ -n "${REALTIME:-}" ] && [ "$1" = "$seconds" ]; then
    with='chrt -r 1'
    chrt -r -a -p 1 "$2"
  fi
  before=$(ticks "$2")
  $with taskset -c 1 wrk -t1 -c"$connections" -d"${1}s" --latency -s "$here/request.lua" "$3" -- "$4" "$5" "$6" >"$work/wrk"
  after=$(ticks "$2")
  [ -z "$with" ] || chrt -o -a -p 0 "$2"
  if grep -q 'Non-2xx\|Socket errors' "$work/wrk" && [ "$5" = - ]; then cat "$work/wrk" >&2 && exit 1; fi
  awk -v ticks=$((after - before)) '/Requests\/sec/ {rate = $2} /^ *99%/ {p99 = $2} / requests in / {count = $1}
    END {printf "%s %s %.1f\n", rate, p99, ticks * 10000 / count}' "$work/wrk"
}

# A server: NAME PID URL CODING [TAG [WARM_SECONDS]]
measure() {
  local tag=${5:--} rate p99 cost half p99half rest pause
  taskset -a -c -p 0,1 "$2" >"$work/warm"
  load "${6:-2}" "$2" "$3" "$4" "$tag" 0 >"$work/warm"
  taskset -a -c -p 0 "$2" >"$work/warm"
  read -r rate p99 cost < <(load "$seconds" "$2" "$3" "$4" "$tag" 0)
  pause=$(awk -v rate="$rate" -v c="$connections" 'BEGIN {p = int(2000 * c / rate + 0.3); print p < 1 ? 1 : p}')
  read -r half p99half rest < <(load "$seconds" "$2" "$3" "$4" "$tag" "$pause")
  printf '%-30s %8.0f a second, %6s us each, p99 %-9s at %6.0f a second p99 %s\n' "$1" "$rate" "$cost" "$p99" "$half" "$p99half"
}

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
start "$java" -XX:ActiveProcessorCount=1 -Dquarkus.profile=local -Dgateway.redis.data="$work/redis" -Dgateway.cache.ttl=1h \
  '-Dquarkus.log.category."io.frontugateway.access".level=WARN' \
  -Dquarkus.http.port=18080 -Dquarkus.management.port=18090 -Dgateway.simulator.port=18091 -jar "${PROGRAM:-target/quarkus-app}/quarkus-run.jar"
ours=${started[-1]}
gateway=http://127.0.0.1:18080
answers "$gateway/v1/clients?limit=1"

# Answers of the size wanted: as many tasks as come next to 2 KB and to 200 KB.
mkdir "$work/answers"
size() { curl -s -H "$authorization" "$gateway/v1/tasks?limit=$1" | wc -c; }
row=$(($(size 100) / 100))
small=$(((2048 + row / 2) / row))
large=$((204800 / row))
[ "$small" -gt 0 ] || small=1
curl -s -H "$authorization" "$gateway/v1/tasks?limit=$small" >"$work/answers/small"
curl -s -H "$authorization" "$gateway/v1/tasks?limit=$large" >"$work/answers/large"
echo "small: $(wc -c <"$work/answers/small") bytes; large: $(wc -c <"$work/answers/large") bytes"

sed "s|@folder@|$work|g" "$here/nginx.conf" >"$work/nginx.conf"
start nginx -c "$work/nginx.conf"
answers http://127.0.0.1:18082/small
worker=$(pgrep -P "${started[-1]}" -f worker)

[ -f "$here/spring/target/spring-cache.jar" ] || mvn -q -f "$here/spring/pom.xml" package
ORIGIN=http://127.0.0.1:18081 PORT=18083 start "$java" -XX:ActiveProcessorCount=1 -jar "$here/spring/target/spring-cache.jar"
spring=${started[-1]}
answers http://127.0.0.1:18083/small

tag() { curl -s -o /dev/null -D - -H "$authorization" "$1" | tr -d '\r' | awk 'tolower($1) == "etag:" {print $2}'; }
for answer in $sizes; do
  limit=$small
  [ "$answer" = small ] || limit=$large
  tasks="$gateway/v1/tasks?limit=$limit"
  measure "nginx, $answer" "$worker" "http://127.0.0.1:18082/$answer" identity
  measure "Spring Cloud Gateway, $answer" "$spring" "http://127.0.0.1:18083/$answer" identity - "$warm"
  measure "gateway, $answer" "$ours" "$tasks" identity - "$warm"
  measure "gateway, $answer, gzip" "$ours" "$tasks" gzip
  measure "gateway, $answer, 304" "$ours" "$tasks" identity "$(tag "$tasks")"
done
