#!/bin/bash
# What an HTTP reader of our own saves: the same two routes served by Netty's transport alone, by our server, by
# netty-codec-http, and by both side by side, each in a small JVM of its own. Prints, as medians in kB, VmRSS when idle
# and after requests over 4 connections, with its anonymous part, and the loaded classes; then the size of the jars.
# Needs compiled tests: ./mvnw test-compile
#   quality/bench/http-footprint.sh [runs, default 3] [requests, default 20000] [start-up cache: none or aot, default none]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
runs=${1:-3}
requests=${2:-20000}
cache=${3:-none}
bin=${JAVA_HOME:-/usr/lib/jvm/temurin-25-jdk-amd64}/bin
netty=${NETTY_VERSION:-4.2.20.Final}
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}/io/netty
work=$(mktemp -d)
kinds='transport reader codec both'
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT

jars() { for name in "$@"; do echo "$repository/netty-$name/$netty/netty-$name-$netty.jar"; done; }
path() { jars "$@" | paste -sd:; }
# A start-up cache takes classes from jars only.
"$bin/jar" cf "$work/ours.jar" -C "$root/kernel/model/target/classes" . -C "$root/kernel/wire/target/classes" . \
  -C "$root/kernel/runtime/target/classes" .
"$bin/jar" cf "$work/bench.jar" -C "$root/kernel/runtime/target/test-classes" .
transport=(common buffer resolver transport)
codec=(codec-base codec-compression codec-http handler transport-native-unix-common)
class_path() {
  case $1 in
    codec | both) echo "$work/bench.jar:$work/ours.jar:$(path "${transport[@]}" "${codec[@]}")" ;;
    *) echo "$work/bench.jar:$work/ours.jar:$(path "${transport[@]}")" ;;
  esac
}
flags="-XX:+UseSerialGC -Xmx20m -Xmn4m -Xss256k -XX:TieredStopAtLevel=1 -XX:CICompilerCount=1
  -XX:ReservedCodeCacheSize=16m -XX:-UsePerfData -XX:TrimNativeHeapInterval=5000 -XX:+UseCompactObjectHeaders
  -Dio.netty.noUnsafe=true -Xlog:disable"

drive() { # requests, shared by the server's ports
  local ports
  ports=$(wc -l <"$work/ports")
  while read -r port; do
    "$bin/java" -XX:+UseSerialGC -Xmx64m -cp "$work/bench.jar" dev.goldcrest.runtime.http.FootprintDriver \
      "$port" 4 $(($1 / ports)) </dev/null >/dev/null
  done <"$work/ports"
}
start() { # kind, how many ports it will have, more flags
  : >"$work/ports"
  # shellcheck disable=SC2086 # The flags are words.
  "$bin/java" $flags ${3:-} -cp "$(class_path "$1")" dev.goldcrest.runtime.http.FootprintServers "$1" >"$work/ports" 2>"$work/errors" &
  server=$!
  for _ in $(seq 100); do
    [ "$(wc -l <"$work/ports")" -eq "$2" ] && return
    sleep 0.1
  done
  cat "$work/errors" >&2
  exit 1
}
ports_of() { [ "$1" = both ] && echo 2 || echo 1; }
stop() {
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=
}
memory() { awk -v field="^$1:" '$0 ~ field {print $2}' "/proc/$server/status"; }
classes() { "$bin/jcmd" "$server" VM.classloader_stats | awk '/^Total/ {print $4}'; }

if [ "$cache" = aot ]; then
  for kind in $kinds; do
    start "$kind" "$(ports_of "$kind")" "-XX:AOTCacheOutput=$work/$kind.aot"
    drive 1000
    stop
    [ -s "$work/$kind.aot" ] || { cat "$work/errors" >&2; exit 1; }
  done
fi
for run in $(seq "$runs"); do
  for kind in $kinds; do
    start "$kind" "$(ports_of "$kind")" "$([ "$cache" != aot ] || echo "-XX:AOTCache=$work/$kind.aot")"
    sleep 10
    idle=$(memory VmRSS)
    drive "$requests"
    sleep 7 # Native memory is given back every five seconds.
    after=$(memory VmRSS)
    anonymous=$(memory RssAnon)
    loaded=$(classes)
    stop
    echo "run $run, $kind: idle $idle kB, after $requests requests $after kB ($anonymous kB anonymous), $loaded classes"
    echo "$idle $after $anonymous $loaded" >>"$work/$kind"
  done
done

median() { awk -v column="$2" '{print $column}' "$work/$1" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
echo "medians of $runs runs, start-up cache: $cache"
for kind in $kinds; do
  printf '%-9s  idle %6d kB  after requests %6d kB (anonymous %6d kB)  classes %5d\n' \
    "$kind" "$(median "$kind" 1)" "$(median "$kind" 2)" "$(median "$kind" 3)" "$(median "$kind" 4)"
done
# shellcheck disable=SC2046 # The paths are words.
printf 'jars: transport %d kB, codec %d kB more; our package %d kB\n' \
  $(($(cat $(jars "${transport[@]}") | wc -c) / 1000)) $(($(cat $(jars "${codec[@]}") | wc -c) / 1000)) \
  $(("$("$bin/jar" c -C "$root/kernel/runtime/target/classes" dev/goldcrest/runtime/http | wc -c)" / 1000))
