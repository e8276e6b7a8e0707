#!/usr/bin/env bash
# Time from the start of the packaged program to its first answer, and its resident memory then.
#   mvn -q -DskipTests package -Dquarkus.package.jar.type=aot-jar && rm -rf target/aot-app && mv target/quarkus-app target/aot-app
#   mvn -q -DskipTests package
#   src/bench/start.sh JAVA_17_HOME JAVA_25_HOME
# Medians of five starts each (ROUNDS), in turn so that a busy moment hits all alike, and the ratio to the first row:
#   local   what one machine runs: profile local, with the embedded Redis and the simulator in the program
#   pod     what a pod runs: profile prod, Redis and the simulated Frontu in processes of their own
#   none    the program without code of its own
# as a jar on both, and on 25 with an ahead-of-time cache, trained first by deploy/docker/train.sh as for the image, and with
# the compiler C1 alone. The cache needs the jar of the image: it holds no class that a loader of the program's own has loaded.
# Beside them, in the same run, a program with the same extensions and no code but a class: what the framework takes by itself.
# Needs redis-server, curl and Maven.
set -euo pipefail
cd "$(dirname "$0")/../.."
old=$1 new=$2 rounds=${ROUNDS:-5}
work=$(mktemp -d)
program=$PWD/target/quarkus-app aot=$PWD/target/aot-app
others=()
trap 'kill "${others[@]}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

PATH="$new/bin:$PATH" sh deploy/docker/train.sh "$aot" "$work/app.aot" >/dev/null 2>"$work/training.log" ||
  { cat "$work/training.log" >&2; exit 1; }

redis-server --port 26379 --bind 127.0.0.1 --save "" --appendonly yes --appendfsync always --dir "$work" >/dev/null &
others+=($!)
"$new/bin/java" -XX:TieredStopAtLevel=1 -cp "$program/app/*:$program/lib/main/*:$program/lib/boot/*" \
  io.frontugateway.simulator.SimulatorMain --port 28090 --key simulator-key --limit 1000000 --window PT1S >/dev/null 2>&1 &
others+=($!)
until curl -sf -o /dev/null localhost:28090/_simulator/state; do sleep 0.2; done

bare=$work/bare
mkdir -p "$bare/src/main/java"
cp pom.xml "$bare"
echo 'class Bare {}' >"$bare/src/main/java/Bare.java"
mvn -q -f "$bare/pom.xml" -DskipTests -Dspotless.check.skip package -Dquarkus.package.jar.type=aot-jar >"$work/bare.log" ||
  { cat "$work/bare.log" >&2; exit 1; }

none=(-Dquarkus.redis.hosts=redis://127.0.0.1:26379 -Dquarkus.otel.sdk.disabled=true -Dquarkus.management.enabled=false)
local=(-Dquarkus.profile=local "-Dgateway.redis.data=$work/data" -Dgateway.simulator.port=28091)
pod=(-Dquarkus.redis.hosts=redis://127.0.0.1:26379 -Dgateway.accounts.default.base-url=http://127.0.0.1:28090
  -Dgateway.accounts.default.api-key=simulator-key '-Dgateway.clients.demo.permissions=*:read'
  "-Dgateway.clients.demo.key-sha256=$(printf %s demo-key | sha256sum | cut -d' ' -f1)" -Dquarkus.shutdown.delay=0s)
lean=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1)

# start KIND NAME JAVA_HOME FOLDER OPTION...: one start, its figures added to a file of the row's name
start() {
  local kind=$1 name=$2 home=$3 folder=$4; shift 4
  local -n settings=$kind
  local began pid took path='v1/tasks?limit=1'
  [ "$kind" != none ] || path=q/health/live
  began=$(date +%s%N)
  "$home/bin/java" "$@" "${settings[@]}" -Dquarkus.http.port=28080 -Dquarkus.management.port=28900 \
    -jar "$folder/quarkus-run.jar" >"$work/log" 2>&1 &
  pid=$!
  # Cheaply: a curl each time would take a good part of the second core, which the start could use.
  until { exec 9<>/dev/tcp/127.0.0.1/28080; } 2>/dev/null; do
    kill -0 $pid 2>/dev/null || { cat "$work/log" >&2; exit 1; }
    sleep 0.01
  done
  exec 9<&-
  until curl -sf -o /dev/null -H 'Authorization: Bearer demo-key' "localhost:28080/$path"; do
    kill -0 $pid 2>/dev/null || { cat "$work/log" >&2; exit 1; }
    sleep 0.01
  done
  took=$((($(date +%s%N) - began) / 1000000))
  echo "$took $(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$pid/status")" >>"$work/$kind, $name.row"
  kill $pid
  wait $pid || true
}

"$new/bin/java" -XX:AOTCacheOutput="$work/bare.aot" -XX:+UseSerialGC "${none[@]}" -Dquarkus.http.port=28080 \
  -jar "$bare/target/quarkus-app/quarkus-run.jar" >"$work/training.log" 2>&1 &
training=$!
until curl -sf -o /dev/null localhost:28080/q/health/live; do
  kill -0 $training 2>/dev/null || { cat "$work/training.log" >&2; exit 1; }
  sleep 0.2
done
kill $training
wait $training || true

rows=()
row() { rows+=("$1, $2"); start "$@"; }
for ((round = 1; round <= rounds; round++)); do
  rows=()
  for kind in local pod; do
    row $kind "jar on 17" "$old" "$program"
    row $kind "jar on 25" "$new" "$program"
    row $kind "jar on 25, SerialGC and C1" "$new" "$program" "${lean[@]}"
    row $kind "AOT cache on 25, SerialGC" "$new" "$aot" "-XX:AOTCache=$work/app.aot" -XX:+UseSerialGC
    row $kind "AOT cache on 25, SerialGC and C1" "$new" "$aot" "-XX:AOTCache=$work/app.aot" "${lean[@]}"
  done
  row none "AOT cache on 25, SerialGC" "$new" "$bare/target/quarkus-app" "-XX:AOTCache=$work/bare.aot" -XX:+UseSerialGC
  row none "AOT cache on 25, SerialGC and C1" "$new" "$bare/target/quarkus-app" "-XX:AOTCache=$work/bare.aot" "${lean[@]}"
done

median() { cut -d' ' -f"$2" "$work/$1.row" | sort -n | awk '{all[NR] = $1} END {print all[int((NR + 1) / 2)]}'; }
first=$(median "${rows[0]}" 1)
for name in "${rows[@]}"; do
  took=$(median "$name" 1)
  printf '%-42s %5d ms  %4d MiB  ratio %s\n' "$name" "$took" "$(median "$name" 2)" \
    "$(awk "BEGIN {printf \"%.2f\", $took / $first}")"
done
