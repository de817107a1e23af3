package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Clock;
import dev.goldcrest.promql.EngineOptions;
import dev.goldcrest.promql.parser.Span;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryLimits;
import dev.goldcrest.storage.Querier;
import dev.goldcrest.storage.Queryable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the operators of one evaluation share: the data, the limits, and what is to be said about
 * the result. Used by one thread.
 */
final class Evaluation implements AutoCloseable {
  // Asking for the time costs about as much as a hundred samples.
  private static final int TICKS_PER_CHECK = 1024;

  private static final String PHASE = "expression evaluation";

  private final Queryable storage;
  private final EngineOptions options;
  private final QueryLimits limits;
  private final Grid grid;
  private final PositionText positions;
  private final Clock clock;
  private final long deadlineNanos;
  private final long lookbackMillis;
  private final List<OpenQuerier> queriers = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private final Set<String> infos = new LinkedHashSet<>();
  private long chargedSamples;
  private int ticks;

  private record OpenQuerier(long minMillis, long maxMillis, Querier querier) {}

  /** Turns a place in the expression into {@code line:column}. */
  interface PositionText {
    String at(Span span);
  }

  Evaluation(
      Queryable storage,
      EngineOptions options,
      QueryLimits limits,
      Grid grid,
      PositionText positions) {
    this.storage = storage;
    this.options = options;
    this.limits = limits;
    this.grid = grid;
    this.positions = positions;
    this.clock = options.clock();
    long timeoutNanos = Math.min(limits.timeoutMillis(), Long.MAX_VALUE / 4_000_000) * 1_000_000;
    this.deadlineNanos = clock.monotonicNanos() + timeoutNanos;
    this.lookbackMillis =
        limits.lookbackMillis() > 0 ? limits.lookbackMillis() : options.lookbackMillis();
  }

  EngineOptions options() {
    return options;
  }

  /** Returns the times that the whole query asks for. */
  Grid grid() {
    return grid;
  }

  long lookbackMillis() {
    return lookbackMillis;
  }

  boolean delayedNames() {
    return options.delayedNameRemoval();
  }

  /** Returns a view of the storage; selectors of the same range share one. */
  Querier querier(long minMillis, long maxMillis) {
    for (OpenQuerier open : queriers) {
      if (open.minMillis == minMillis && open.maxMillis == maxMillis) {
        return open.querier;
      }
    }
    Querier querier = storage.querier(minMillis, maxMillis);
    queriers.add(new OpenQuerier(minMillis, maxMillis, querier));
    return querier;
  }

  /** Counts samples that are about to be held in memory. */
  void charge(long samples) throws QueryException {
    chargedSamples += samples;
    if (chargedSamples > limits.maxSamples()) {
      throw new QueryException(
          QueryException.Kind.EXECUTION,
          "query processing would load too many samples into memory in query execution");
    }
  }

  /** Takes back a charge when the samples are let go. */
  void release(long samples) {
    chargedSamples -= samples;
  }

  /** Returns a lane to keep for a while, charged. */
  Lane newLane(Grid laneGrid) throws QueryException {
    charge(laneGrid.count());
    return new Lane(laneGrid.count());
  }

  void release(Lane lane) {
    release(lane.steps());
  }

  /** Notes some work done, and ends the evaluation when its time is up or nobody waits for it. */
  void tick(int work) throws QueryException {
    ticks += work;
    if (ticks >= TICKS_PER_CHECK) {
      ticks = 0;
      check();
    }
  }

  /** Ends the evaluation when its time is up or nobody waits for it. */
  void check() throws QueryException {
    if (limits.cancelled().getAsBoolean()) {
      throw new QueryException(QueryException.Kind.CANCELED, "query was canceled in " + PHASE);
    }
    if (clock.monotonicNanos() - deadlineNanos >= 0) {
      throw new QueryException(QueryException.Kind.TIMEOUT, "query timed out in " + PHASE);
    }
  }

  /** Returns an error of the evaluation itself. */
  static QueryException failure(String message) {
    return new QueryException(QueryException.Kind.EXECUTION, message);
  }

  /** Returns a place in the expression as {@code line:column}. */
  String position(Span where) {
    return positions.at(where);
  }

  void warn(String message, Span where) {
    warnings.add("PromQL warning: " + message + " (" + positions.at(where) + ")");
  }

  void inform(String message, Span where) {
    infos.add("PromQL info: " + message + " (" + positions.at(where) + ")");
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  List<String> infos() {
    return List.copyOf(infos);
  }

  @Override
  public void close() {
    for (OpenQuerier open : queriers) {
      open.querier.close();
    }
  }
}
