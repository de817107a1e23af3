package dev.goldcrest.scrape;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.storage.AppendException;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.wire.exposition.ExpositionException;
import dev.goldcrest.wire.exposition.ExpositionParser;
import java.util.Optional;

/** The samples of one scrape on their way into one transaction of the store. */
final class ScrapeTransaction {
  private final Appender appender;
  private final SeriesCache cache;
  private final ScrapePlan plan;
  private final long timestampMillis;
  private final ScrapeTally tally;

  ScrapeTransaction(
      Appender appender,
      SeriesCache cache,
      ScrapePlan plan,
      long timestampMillis,
      ScrapeTally tally) {
    this.appender = appender;
    this.cache = cache;
    this.plan = plan;
    this.timestampMillis = timestampMillis;
    this.tally = tally;
  }

  /** Appends every sample of an exposition. */
  void appendBody(ScrapeAnswer answer, FamilyMetadata metadata)
      throws ExpositionException, ScrapeException, AppendException {
    if (answer.length() == 0) {
      // No samples, and no fault either: Prometheus too takes an empty answer for a good one.
      return;
    }
    ExpositionParser parser =
        new ExpositionParser(answer.format()).reset(answer.bytes(), 0, answer.length());
    while (true) {
      switch (parser.next()) {
        case SAMPLE -> appendSample(answer, parser);
        case TYPE -> metadata.type(parser);
        case HELP -> metadata.help(parser);
        case UNIT -> metadata.unit(parser);
        case COMMENT -> {}
        case END -> {
          checkSampleLimit();
          return;
        }
      }
    }
  }

  /** Appends a staleness marker for every series that was alive and is not in this transaction. */
  void appendEnds() throws AppendException {
    for (int entry = cache.nextVanished(0);
        entry != SeriesCache.UNKNOWN;
        entry = cache.nextVanished(entry + 1)) {
      try {
        if (appender.appendByRef(cache.ref(entry), timestampMillis, SampleValue.STALE_BITS)) {
          tally.staleMarkers++;
        }
      } catch (AppendException e) {
        passOver(e);
      }
    }
  }

  private void appendSample(ScrapeAnswer answer, ExpositionParser parser)
      throws ExpositionException, ScrapeException, AppendException {
    tally.scraped++;
    long hash = parser.seriesBytesHash();
    int entry = cache.find(hash);
    if (entry == SeriesCache.UNKNOWN) {
      appendNew(answer, parser, hash);
      return;
    }
    boolean again = cache.touch(entry);
    if (cache.isDropped(entry)) {
      return;
    }
    tally.afterRelabelling++;
    if (isOverSampleLimit()) {
      return;
    }
    if (again && !isExplicit(parser)) {
      tally.duplicates++;
      return;
    }
    appendKnown(answer, parser, entry);
  }

  private void appendKnown(ScrapeAnswer answer, ExpositionParser parser, int entry)
      throws ExpositionException, ScrapeException, AppendException {
    long timestamp = timestamp(parser);
    try {
      if (!appender.appendByRef(cache.ref(entry), timestamp, parser.valueBits())) {
        Labels labels = labels(answer, parser).orElseThrow(ScrapeTransaction::changedItsMind);
        cache.setRef(
            entry, appender.append(Appender.NO_REF, labels, timestamp, parser.valueBits()));
      }
      taken(entry, parser);
    } catch (AppendException e) {
      refused(e);
    }
  }

  private void appendNew(ScrapeAnswer answer, ExpositionParser parser, long hash)
      throws ExpositionException, ScrapeException, AppendException {
    Optional<Labels> labels = labels(answer, parser);
    if (labels.isEmpty()) {
      cache.addDropped(hash);
      return;
    }
    tally.afterRelabelling++;
    if (isOverSampleLimit()) {
      return;
    }
    try {
      long ref =
          appender.append(Appender.NO_REF, labels.get(), timestamp(parser), parser.valueBits());
      tally.seriesAdded++;
      taken(cache.add(hash, ref), parser);
    } catch (AppendException e) {
      // Not remembered: there is nothing to end, and it is new again next time.
      refused(e);
    }
  }

  private void taken(int entry, ExpositionParser parser) {
    tally.appended++;
    if (!isExplicit(parser) || plan.job().sampleRules().trackTimestampsStaleness()) {
      cache.track(entry);
    }
  }

  private boolean isExplicit(ExpositionParser parser) {
    return parser.hasTimestamp() && plan.job().sampleRules().honorTimestamps();
  }

  private long timestamp(ExpositionParser parser) {
    return isExplicit(parser) ? parser.timestampMillis() : timestampMillis;
  }

  private Optional<Labels> labels(ScrapeAnswer answer, ExpositionParser parser)
      throws ExpositionException, ScrapeException {
    SeriesText text = new SeriesText(answer.bytes(), parser.seriesStart(), parser.seriesEnd());
    return SampleLabels.of(plan, parser.labels(), text);
  }

  private boolean isOverSampleLimit() {
    int limit = plan.job().limits().sampleLimit();
    return limit > 0 && tally.afterRelabelling > limit;
  }

  /** The rest is still counted once the limit is passed, so that the report tells how many. */
  private void checkSampleLimit() throws ScrapeException {
    if (isOverSampleLimit()) {
      throw new ScrapeException(
          ScrapeFailure.SAMPLE_LIMIT,
          "sample limit exceeded (number of samples: "
              + tally.afterRelabelling
              + ", limit: "
              + plan.job().limits().sampleLimit()
              + ")");
    }
  }

  /** Counts a refusal that concerns one sample; throws those that concern all. */
  private void refused(AppendException e) throws ScrapeException, AppendException {
    switch (e.reason()) {
      case OUT_OF_ORDER -> tally.outOfOrder++;
      case DUPLICATE -> tally.duplicates++;
      case OUT_OF_BOUNDS -> tally.outOfBounds++;
      case TOO_MANY_SERIES -> tally.seriesLimitRejections++;
      case INVALID_LABELS ->
          throw new ScrapeException(ScrapeFailure.INVALID_SERIES, String.valueOf(e.getMessage()));
      case READ_ONLY -> throw e;
    }
  }

  /** Accepts that a marker is refused because newer samples are there, written by a successor. */
  private static void passOver(AppendException e) throws AppendException {
    if (e.reason() == AppendException.Reason.READ_ONLY) {
      throw e;
    }
  }

  private static IllegalStateException changedItsMind() {
    return new IllegalStateException(
        "BUG: the relabelling rules drop a series that they kept before");
  }
}
