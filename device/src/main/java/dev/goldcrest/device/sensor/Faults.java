package dev.goldcrest.device.sensor;

import dev.goldcrest.model.Clock;
import dev.goldcrest.runtime.http.HttpRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Does what the switched-on faults do, within bounds: few requests at a time, a few seconds each,
 * never more memory than half of what the heap has left. What goes beyond the bounds is answered as
 * if the fault were off. Chance comes from the seed and the number of the request.
 */
final class Faults {
  /** Requests that may burn, sleep or hoard at the same time. */
  static final int MAX_AT_A_TIME = 2;

  /** Longer than the usual scrape timeout of 10 seconds. */
  static final long BLOCK_NANOS = 12_000_000_000L;

  static final long MIN_BURN_NANOS = 2_000_000_000L;
  static final long MAX_BURN_NANOS = 5_000_000_000L;

  /** The size of the blob, as large as the one that was found in the field. */
  static final int BLOB_BYTES = 5_000_000;

  private static final int MAX_BLOBS_A_REQUEST = 3;
  private static final double BIG_SHARE = 0.2;
  private static final int PIECE_BYTES = 250_000;
  private static final int SPINS = 20_000;
  private static final long NAP_NANOS = 20_000_000;

  private final Set<Fault> faults;
  private final long seed;
  private final Clock clock;
  private final SensorMetrics metrics;
  private final Semaphore slots = new Semaphore(MAX_AT_A_TIME);
  private final AtomicLong requests = new AtomicLong();
  private final byte[][] retained;
  private int burning; // guarded by this
  private volatile long hoardedBytes;

  Faults(SensorConfig config, Clock clock, SensorMetrics metrics) {
    faults = config.faults();
    seed = config.seed();
    this.clock = clock;
    this.metrics = metrics;
    retained = has(Fault.MEMORY_BLOB) ? memory(BLOB_BYTES) : new byte[0][];
  }

  boolean has(Fault fault) {
    return faults.contains(fault);
  }

  /** Tells whether handlers stay cheap, so that they may run on an event loop. */
  boolean isEmpty() {
    return faults.isEmpty();
  }

  /** Does what a scrape suffers before its answer is made. */
  void beforeScrape(HttpRequest request) {
    if (isEmpty() || !slots.tryAcquire()) {
      return;
    }
    try {
      long number = requests.incrementAndGet();
      if (has(Fault.CPU_BURN)) {
        burn(request, number);
      }
      if (has(Fault.BLOCKING_SCRAPE)) {
        block(request);
      }
      if (has(Fault.MEMORY_BLOB)) {
        hoard(number);
      }
    } finally {
      slots.release();
    }
  }

  /**
   * Does what a request for the reading suffers before its answer is made.
   *
   * @return whether the answer is to be the big one
   */
  boolean beforeReading() {
    long number = requests.incrementAndGet();
    if (has(Fault.ROUTE_ERROR)) {
      throw new IllegalStateException("the fault route-error is switched on");
    }
    if (has(Fault.MEMORY_BLOB) && slots.tryAcquire()) {
      try {
        hoard(number);
      } finally {
        slots.release();
      }
    }
    return has(Fault.BIG_RESPONSE) && chance(number) < BIG_SHARE;
  }

  /** Returns the big answer, made piece by piece. */
  static HttpResponse bigAnswer() {
    return HttpResponse.stream(200, "application/json", Faults::writeBigAnswer);
  }

  private static void writeBigAnswer(OutputStream out) throws IOException {
    byte[] piece = new byte[50_000];
    Arrays.fill(piece, (byte) 'X');
    out.write("{\"status\":\"ok\",\"data\":\"".getBytes(StandardCharsets.UTF_8));
    for (int sent = 0; sent < BLOB_BYTES; sent += piece.length) {
      out.write(piece);
    }
    out.write('"');
    out.write('}');
  }

  /** Ends a spike that no scrape prolongs; called after each round of readings. */
  synchronized void settle() {
    if (burning == 0) {
      metrics.cpuSpike.set(0);
    }
  }

  private void burn(HttpRequest request, long number) {
    long span = (long) (chance(number) * (MAX_BURN_NANOS - MIN_BURN_NANOS));
    long end = clock.monotonicNanos() + MIN_BURN_NANOS + span;
    startSpike();
    try {
      // The value takes part in the condition so that no compiler may leave the spinning out.
      long value = number;
      while (value != 0 && clock.monotonicNanos() < end && !request.isCancelled()) {
        for (int i = 0; i < SPINS; i++) {
          value = Weather.mix(value);
        }
      }
    } finally {
      endSpike();
    }
  }

  private synchronized void startSpike() {
    burning++;
    if (metrics.cpuSpike.value() == 0) {
      metrics.cpuSpike.set(1);
      metrics.cpuSpikes.inc();
    }
  }

  /** Leaves the gauge at 1, so that the scrape that burnt shows it. */
  private synchronized void endSpike() {
    burning--;
  }

  private void block(HttpRequest request) {
    long end = clock.monotonicNanos() + BLOCK_NANOS;
    while (clock.monotonicNanos() < end && !request.isCancelled()) {
      LockSupport.parkNanos(NAP_NANOS);
    }
  }

  private void hoard(long number) {
    int blobs = 1 + (int) (chance(number) * MAX_BLOBS_A_REQUEST);
    // All pieces are alive until the array that holds them is given up here.
    hoardedBytes = (long) memory(blobs * BLOB_BYTES).length * PIECE_BYTES;
  }

  /** Takes memory in pieces, because a small heap has no room for it in one. */
  private static byte[][] memory(int bytes) {
    if (left() / 2 < bytes) {
      // What is dead already must not make a small heap look full.
      System.gc();
    }
    byte[][] pieces = new byte[(int) Math.min(bytes, left() / 2) / PIECE_BYTES][];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = new byte[PIECE_BYTES];
    }
    return pieces;
  }

  /** Returns what the heap can still hold, dead objects counted as alive. */
  private static long left() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  /** Returns a number from 0 to 1 for a request. */
  private double chance(long number) {
    return (Weather.mix(seed ^ number) >>> 11) * 0x1p-53;
  }

  /** Returns how many bytes the blob keeps. */
  long retainedBytes() {
    return (long) retained.length * PIECE_BYTES;
  }

  /** Returns how many bytes the latest request took beside the blob. */
  long hoardedBytes() {
    return hoardedBytes;
  }
}
