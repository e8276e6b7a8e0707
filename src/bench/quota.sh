#!/usr/bin/env bash
# The ledger beside its peers. Needs the packaged program (mvn -q -DskipTests package); fetches the peers once.
set -euo pipefail
cd "$(dirname "$0")/../.."

peers=target/bench-peers
[ -d $peers ] || mvn -q -f src/bench/peers/pom.xml dependency:copy-dependencies -DoutputDirectory="$PWD/$peers"
java -Xmx1g -cp "target/quarkus-app/app/*:target/quarkus-app/lib/main/*:target/quarkus-app/lib/boot/*:$peers/*" \
  src/bench/QuotaBench.java "$@"
