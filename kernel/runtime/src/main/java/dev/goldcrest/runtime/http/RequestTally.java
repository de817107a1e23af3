package dev.goldcrest.runtime.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts answered requests by route, method and status. Safe for use by several threads. */
final class RequestTally {
  static final long[] BUCKET_NANOS = {
    1_000_000L,
    5_000_000L,
    25_000_000L,
    100_000_000L,
    400_000_000L,
    1_000_000_000L,
    3_000_000_000L,
    8_000_000_000L,
    30_000_000_000L
  };

  private record Key(String routePattern, String method, int status) {}

  private static final class Row {
    long count;
    long sumNanos;
    long responseBytes;
    final long[] buckets = new long[BUCKET_NANOS.length + 1];
  }

  // Routes, methods and statuses are all ours, so the map is small without a limit.
  private final Map<Key, Row> rows = new HashMap<>();

  synchronized void add(
      String routePattern, String method, int status, long nanos, long responseBytes) {
    Row row = rows.computeIfAbsent(new Key(routePattern, method, status), key -> new Row());
    row.count++;
    row.sumNanos += nanos;
    row.responseBytes += responseBytes;
    int bucket = 0;
    while (bucket < BUCKET_NANOS.length && nanos > BUCKET_NANOS[bucket]) {
      bucket++;
    }
    row.buckets[bucket]++;
  }

  synchronized List<HttpServerStats.Requests> snapshot() {
    ArrayList<HttpServerStats.Requests> all = new ArrayList<>(rows.size());
    for (Map.Entry<Key, Row> entry : rows.entrySet()) {
      Key key = entry.getKey();
      Row row = entry.getValue();
      all.add(
          new HttpServerStats.Requests(
              key.routePattern,
              key.method,
              key.status,
              row.count,
              row.sumNanos,
              row.responseBytes,
              row.buckets.clone()));
    }
    return List.copyOf(all);
  }
}
