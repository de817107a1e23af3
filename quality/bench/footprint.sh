#!/bin/sh
# Resident memory of the demo under its ordinary load: 5 s scrapes and one query a second, sampled from
# this shell, so that no second JVM is beside it. Prints median and maximum of VmRSS and Pss_Anon in MB,
# and at the end the loaded classes that are not the JDK's and the live heap.
#   quality/bench/footprint.sh [seconds, default 600] [limit in MB for the maximum, default none]
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
seconds=${1:-600}
limit=${2:-0}
work=$(mktemp -d)
port=${FOOTPRINT_PORT:-19090}
"$root/goldcrest" demo --dir "$work/data" --port "$port" --sensor-port $((port + 1)) --host-port $((port + 2)) \
  >"$work/out" 2>&1 &
pid=$!
trap 'kill $pid 2>/dev/null; wait $pid 2>/dev/null; rm -rf "$work"' EXIT INT TERM

waited=0
until curl -sf "http://127.0.0.1:$port/-/ready" >/dev/null 2>&1; do
  sleep 0.2
  waited=$((waited + 1))
  if [ $waited -gt 1500 ] || ! kill -0 $pid 2>/dev/null; then
    cat "$work/out" >&2
    exit 1
  fi
done
grep 'ready  ' "$work/out" || true

# Cheap and dear queries in turn, as a page that is open would ask them.
query() {
  case $(($1 % 5)) in
    0) path='query?query=up' ;;
    1) path='query?query=rate(node_cpu_seconds_total%5B1m%5D)' ;;
    2) path="query_range?query=sum%20by%20(mode)%20(rate(node_cpu_seconds_total%5B1m%5D))&start=$(($(date +%s) - 600))&end=$(date +%s)&step=5" ;;
    3) path='query?query=histogram_quantile(0.9,sum%20by%20(le)(rate(sensor_request_duration_seconds_bucket%5B5m%5D)))' ;;
    4) path='label/__name__/values' ;;
  esac
  curl -s -o /dev/null -w '%{http_code}\n' "http://127.0.0.1:$port/api/v1/$path" >>"$work/codes"
  curl -s -o /dev/null "http://127.0.0.1:$((port + 1))/sensor"
}

i=0
while [ $i -lt "$seconds" ]; do
  query $i
  if [ $((i % 5)) -eq 4 ]; then
    awk '/^VmRSS:/ {print $2}' "/proc/$pid/status" >>"$work/rss"
    awk '/^Pss_Anon:/ {print $2}' "/proc/$pid/smaps_rollup" >>"$work/anon"
  fi
  sleep 0.95
  i=$((i + 1))
done

summary() { # file of kB, name
  sort -n "$1" | awk -v name="$2" '{v[NR] = $1} END {printf "%s: median %.1f MB, maximum %.1f MB (%d samples)\n", name, v[int((NR + 1) / 2)] / 1024, v[NR] / 1024, NR}'
}
summary "$work/rss" VmRSS
summary "$work/anon" Pss_Anon
printf 'queries: %s, of them answered with 200: %s\n' "$(wc -l <"$work/codes")" "$(grep -c '^200$' "$work/codes")"
up=$(curl -s "http://127.0.0.1:$port/api/v1/query?query=min(min_over_time(up%5B1h%5D))" | sed -n 's/.*"\([0-9.]*\)"\]}.*/\1/p')
printf 'scrapes: lowest up over the whole time: %s\n' "$up"
ticks=$(awk '{print $14 + $15}' "/proc/$pid/stat")
printf 'CPU: %s ms in all\n' $((ticks * 1000 / $(getconf CLK_TCK)))
jcmd=$(dirname "$(readlink -f "/proc/$pid/exe")")/jcmd
if [ -x "$jcmd" ]; then
  "$jcmd" $pid GC.class_histogram 2>/dev/null | awk '/^Total/ {printf "live heap: %.1f MB in %d objects\n", $3 / 1048576, $2}'
  "$jcmd" $pid VM.classloader_stats 2>/dev/null | awk '/AppClassLoader/ {print "classes beyond the JDK: " $4} /^Total/ {print "classes in all: " $4}'
fi
maximum=$(sort -n "$work/rss" | tail -n 1)
if [ "$limit" -gt 0 ] && [ "$maximum" -gt $((limit * 1024)) ]; then
  printf 'above the limit of %s MB\n' "$limit" >&2
  exit 1
fi
