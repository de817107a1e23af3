package dev.goldcrest.server.api;

import dev.goldcrest.model.Clock;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.model.MetricMetadata;
import dev.goldcrest.query.QueryEngine;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.rules.RuleEngine;
import dev.goldcrest.scrape.TargetsSnapshot;
import dev.goldcrest.storage.Queryable;
import dev.goldcrest.tsdb.TsdbStats;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the API answers from.
 *
 * @param timeoutMillis how long one query may run
 * @param maxSamples how many samples one query may hold
 * @param concurrency how many queries run at once; as many may wait
 * @param maxSeries how many label sets one answer may hold
 * @param alertmanagers where alerts are posted, as URLs
 */
public record ApiPorts(
    QueryEngine engine,
    Selectors selectors,
    Queryable store,
    Clock clock,
    Supplier<TargetsSnapshot> targets,
    Supplier<Map<String, List<MetricMetadata>>> metadata,
    RuleEngine rules,
    Supplier<List<String>> alertmanagers,
    Supplier<TsdbStats> storeStats,
    ServerFacts facts,
    long timeoutMillis,
    long maxSamples,
    int concurrency,
    int maxSeries) {
  /** Reads a series selector. */
  @FunctionalInterface
  public interface Selectors {
    /**
     * Returns the matchers of a selector such as {@code up{job="a"}}.
     *
     * @throws QueryException that points at the offending character
     */
    List<Matcher> parse(String selector) throws QueryException;
  }
}
