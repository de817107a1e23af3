package dev.goldcrest.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.storage.AppendException;
import dev.goldcrest.storage.AppendException.Reason;
import dev.goldcrest.storage.AppendableStore;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.storage.Querier;
import dev.goldcrest.storage.Queryable;
import dev.goldcrest.storage.SampleCursor;
import dev.goldcrest.storage.SelectHints;
import dev.goldcrest.storage.SeriesSet;
import dev.goldcrest.storage.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every implementation of the storage ports promises. A test class of the implementation
 * extends this and says how to open an empty store.
 *
 * <p>All timestamps lie within one hour from {@link #START_MILLIS}, so that a store with a window
 * of accepted times passes when its clock stands near there.
 *
 * @param <S> the store
 */
public abstract class StoreContract<S extends AppendableStore & Queryable> {
  /** The first timestamp that the suite writes; a whole hour. */
  protected static final long START_MILLIS = 1_700_001_600_000L;

  private static final long FAR = 3_600_000;
  private static final Labels A = Labels.of("__name__", "requests", "code", "200", "job", "a");
  private static final Labels B = Labels.of("__name__", "requests", "code", "500", "job", "a");
  private static final Labels C = Labels.of("__name__", "up", "job", "c");

  private S store;

  /** Opens an empty store; the subclass also closes it after each test. */
  protected abstract S openEmptyStore() throws Exception;

  @BeforeEach
  final void openStore() throws Exception {
    store = openEmptyStore();
  }

  // Transactions.

  @Test
  void samples_areVisible_afterCommit() throws Exception {
    try (Appender appender = store.appender()) {
      appender.append(Appender.NO_REF, A, START_MILLIS, bits(1));
      assertThat(read(A)).isEmpty();
      appender.commit();
    }
    assertThat(read(A)).containsExactly("0=1.0");
  }

  @Test
  void samples_areForgotten_afterRollback() throws Exception {
    try (Appender appender = store.appender()) {
      appender.append(Appender.NO_REF, A, START_MILLIS, bits(1));
      appender.rollback();
    }
    assertThat(read(A)).isEmpty();
    write(A, 0, 2);
    assertThat(read(A)).containsExactly("0=2.0");
  }

  @Test
  void samples_areForgotten_whenTheAppenderIsClosedWithoutCommit() throws Exception {
    try (Appender appender = store.appender()) {
      appender.append(Appender.NO_REF, A, START_MILLIS, bits(1));
    }
    assertThat(read(A)).isEmpty();
  }

  @Test
  void restOfTransaction_isCommitted_afterARejectedSample() throws Exception {
    write(A, 1000, 1);
    try (Appender appender = store.appender()) {
      appender.append(Appender.NO_REF, B, START_MILLIS + 2000, bits(5));
      assertRejected(Reason.OUT_OF_ORDER, () -> appender.append(0, A, START_MILLIS, bits(9)));
      appender.append(Appender.NO_REF, C, START_MILLIS + 2000, bits(1));
      appender.commit();
    }
    assertThat(read(A)).containsExactly("1000=1.0");
    assertThat(read(B)).containsExactly("2000=5.0");
    assertThat(read(C)).containsExactly("2000=1.0");
  }

  @Test
  void severalSamplesOfOneSeries_areKept_inOneTransaction() throws Exception {
    try (Appender appender = store.appender()) {
      long ref = Appender.NO_REF;
      for (int i = 0; i < 5; i++) {
        ref = appender.append(ref, A, START_MILLIS + 1000L * i, bits(i));
      }
      appender.commit();
    }
    assertThat(read(A)).containsExactly("0=0.0", "1000=1.0", "2000=2.0", "3000=3.0", "4000=4.0");
  }

  @Test
  void openView_doesNotSee_laterCommits() throws Exception {
    write(A, 0, 1);
    try (Querier querier = store.querier(START_MILLIS, START_MILLIS + FAR)) {
      write(A, 1000, 2);
      write(B, 1000, 3);
      assertThat(samples(querier, Matcher.equal("__name__", "requests"), 10))
          .containsExactly(A + " 0=1.0");
    }
    assertThat(read(A)).containsExactly("0=1.0", "1000=2.0");
  }

  // References.

  @Test
  void reference_isPositiveAndStable() throws Exception {
    long first;
    try (Appender appender = store.appender()) {
      first = appender.append(Appender.NO_REF, A, START_MILLIS, bits(1));
      assertThat(first).isPositive();
      assertThat(appender.append(Appender.NO_REF, B, START_MILLIS, bits(1))).isNotEqualTo(first);
      appender.commit();
    }
    try (Appender appender = store.appender()) {
      assertThat(appender.append(Appender.NO_REF, A, START_MILLIS + 1000, bits(2)))
          .isEqualTo(first);
      assertThat(appender.appendByRef(first, START_MILLIS + 2000, bits(3))).isTrue();
      appender.commit();
    }
    assertThat(read(A)).containsExactly("0=1.0", "1000=2.0", "2000=3.0");
  }

  @Test
  void unknownReference_isRefusedByRef_andHarmlessWithLabels() throws Exception {
    try (Appender appender = store.appender()) {
      assertThat(appender.appendByRef(Appender.NO_REF, START_MILLIS, bits(1))).isFalse();
      assertThat(appender.appendByRef(987_654_321L, START_MILLIS, bits(1))).isFalse();
      assertThat(appender.append(987_654_321L, A, START_MILLIS, bits(1))).isPositive();
      appender.commit();
    }
    assertThat(read(A)).containsExactly("0=1.0");
  }

  // Order and duplicates.

  @Test
  void olderSample_isRejected_asOutOfOrder() throws Exception {
    long ref = write(A, 1000, 1);
    try (Appender appender = store.appender()) {
      assertRejected(Reason.OUT_OF_ORDER, () -> appender.append(ref, A, START_MILLIS, bits(1)));
      assertRejected(
          Reason.OUT_OF_ORDER, () -> appender.appendByRef(ref, START_MILLIS + 999, bits(1)));
      appender.commit();
    }
    assertThat(read(A)).containsExactly("1000=1.0");
  }

  @Test
  void sameTimestamp_isRejectedAsDuplicate_whenTheValueDiffers() throws Exception {
    long ref = write(A, 1000, 1);
    try (Appender appender = store.appender()) {
      assertRejected(Reason.DUPLICATE, () -> appender.append(ref, A, START_MILLIS + 1000, bits(2)));
      assertRejected(
          Reason.DUPLICATE,
          () -> appender.appendByRef(ref, START_MILLIS + 1000, SampleValue.STALE_BITS));
      appender.commit();
    }
    assertThat(read(A)).containsExactly("1000=1.0");
  }

  @Test
  void sameTimestamp_isAcceptedOnce_whenTheValueIsTheSame() throws Exception {
    long ref = write(A, 1000, 1);
    try (Appender appender = store.appender()) {
      assertThat(appender.append(ref, A, START_MILLIS + 1000, bits(1))).isEqualTo(ref);
      assertThat(appender.appendByRef(ref, START_MILLIS + 1000, bits(1))).isTrue();
      appender.commit();
    }
    assertThat(read(A)).containsExactly("1000=1.0");
  }

  @Test
  void sameTimestampTwiceInOneTransaction_keepsTheFirst_rejectedOrNot() throws Exception {
    try (Appender appender = store.appender()) {
      long ref = appender.append(Appender.NO_REF, A, START_MILLIS, bits(1));
      try {
        appender.append(ref, A, START_MILLIS, bits(2));
      } catch (AppendException e) {
        assertThat(e.reason()).isEqualTo(Reason.DUPLICATE);
      }
      appender.commit();
    }
    assertThat(read(A)).containsExactly("0=1.0");
  }

  @Test
  void emptyLabelSet_isRejected() {
    try (Appender appender = store.appender()) {
      assertRejected(
          Reason.INVALID_LABELS,
          () -> appender.append(Appender.NO_REF, Labels.empty(), START_MILLIS, bits(1)));
    }
  }

  // Values.

  @Test
  void specialValues_keepTheirBits() throws Exception {
    long[] values = {
      SampleValue.STALE_BITS,
      SampleValue.NAN_BITS,
      0x7ff8_0000_0000_0abcL,
      bits(Double.POSITIVE_INFINITY),
      bits(Double.NEGATIVE_INFINITY),
      bits(-0.0),
      bits(0.0),
      bits(Double.MIN_VALUE),
      bits(-Double.MAX_VALUE),
      bits(0.1),
      SampleValue.STALE_BITS
    };
    try (Appender appender = store.appender()) {
      for (int i = 0; i < values.length; i++) {
        appender.append(Appender.NO_REF, A, START_MILLIS + i, values[i]);
      }
      appender.commit();
    }
    long[] timestamps = new long[values.length + 1];
    long[] read = new long[values.length + 1];
    try (Querier querier = store.querier(START_MILLIS, START_MILLIS + FAR)) {
      SeriesSet set = select(querier, Matcher.equal("job", "a"));
      assertThat(set.next()).isTrue();
      int n = readAll(set.samples(), timestamps, read, 4);
      assertThat(Arrays.copyOf(read, n)).containsExactly(values);
    }
  }

  // Ranges and batches.

  @Test
  void range_isInclusiveAtBothEnds() throws Exception {
    for (int i = 0; i < 10; i++) {
      write(A, 1000L * i, i);
    }
    try (Querier querier = store.querier(START_MILLIS + 3000, START_MILLIS + 5000)) {
      assertThat(samples(querier, Matcher.equal("code", "200"), 10))
          .containsExactly(A + " 3000=3.0", A + " 4000=4.0", A + " 5000=5.0");
    }
    try (Querier querier = store.querier(START_MILLIS + 3001, START_MILLIS + 4999)) {
      assertThat(samples(querier, Matcher.equal("code", "200"), 10))
          .containsExactly(A + " 4000=4.0");
    }
  }

  @Test
  void cursor_deliversTheSameSamples_inBatchesOfAnySize() throws Exception {
    int count = 700;
    try (Appender appender = store.appender()) {
      for (int i = 0; i < count; i++) {
        appender.append(Appender.NO_REF, A, START_MILLIS + 15L * i, bits(i * 0.5));
      }
      appender.commit();
    }
    for (int batch : new int[] {1, 7, 120, 699, 700, 1000}) {
      long[] timestamps = new long[count + 1000];
      long[] values = new long[count + 1000];
      try (Querier querier = store.querier(START_MILLIS, START_MILLIS + FAR)) {
        SeriesSet set = select(querier, Matcher.equal("job", "a"));
        assertThat(set.next()).isTrue();
        assertThat(readAll(set.samples(), timestamps, values, batch)).isEqualTo(count);
      }
      for (int i = 0; i < count; i++) {
        assertThat(timestamps[i]).isEqualTo(START_MILLIS + 15L * i);
        assertThat(SampleValue.value(values[i])).isEqualTo(i * 0.5);
      }
    }
  }

  @Test
  void cursor_leavesTheRestOfTheArraysAlone() throws Exception {
    write(A, 0, 1);
    write(A, 1000, 2);
    long[] timestamps = {-1, -1, -1, -1};
    long[] values = {-1, -1, -1, -1};
    try (Querier querier = store.querier(START_MILLIS, START_MILLIS + FAR)) {
      SeriesSet set = select(querier, Matcher.equal("job", "a"));
      assertThat(set.next()).isTrue();
      assertThat(set.samples().read(timestamps, values, 1, 1)).isEqualTo(1);
    }
    assertThat(timestamps).containsExactly(-1, START_MILLIS, -1, -1);
    assertThat(values).containsExactly(-1, bits(1), -1, -1);
  }

  @Test
  void cursor_staysValid_whenTheSetMovesOn() throws Exception {
    write(A, 0, 1);
    write(B, 0, 2);
    try (Querier querier = store.querier(START_MILLIS, START_MILLIS + FAR)) {
      SeriesSet set = select(querier, Matcher.equal("__name__", "requests"));
      assertThat(set.next()).isTrue();
      SampleCursor first = set.samples();
      assertThat(set.next()).isTrue();
      SampleCursor second = set.samples();
      assertThat(set.next()).isFalse();
      long[] timestamps = new long[2];
      long[] values = new long[2];
      assertThat(second.read(timestamps, values, 1, 1)).isEqualTo(1);
      assertThat(first.read(timestamps, values, 0, 1)).isEqualTo(1);
      assertThat(values).containsExactly(bits(1), bits(2));
    }
  }

  // Selection.

  @Test
  void select_givesSeriesInLabelOrder_whenAskedTo() throws Exception {
    List<Labels> wanted = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      wanted.add(Labels.of("__name__", "m" + i % 3, "i", Integer.toString(i * 7919 % 40)));
    }
    wanted.add(Labels.of("__name__", "m1"));
    for (Labels labels : wanted) {
      write(labels, 0, 1);
    }
    wanted.sort(null);
    List<Labels> found = new ArrayList<>();
    try (Querier querier = store.querier(START_MILLIS, START_MILLIS + FAR)) {
      SeriesSet set =
          querier.select(List.of(Matcher.of(Matcher.Type.REGEX, "__name__", "m.*")), hints(), true);
      while (set.next()) {
        found.add(set.labels());
      }
    }
    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void matchers_treatAnAbsentLabelAsEmpty() throws Exception {
    write(A, 0, 1);
    write(B, 0, 1);
    write(C, 0, 1);
    assertThat(found(Matcher.equal("job", "a"))).containsExactly(A, B);
    assertThat(found(Matcher.equal("code", ""))).containsExactly(C);
    assertThat(found(Matcher.of(Matcher.Type.NOT_EQUAL, "code", ""))).containsExactly(A, B);
    assertThat(found(Matcher.of(Matcher.Type.NOT_EQUAL, "code", "200"))).containsExactly(B, C);
    assertThat(found(Matcher.of(Matcher.Type.REGEX, "code", "2..|"))).containsExactly(A, C);
    assertThat(found(Matcher.of(Matcher.Type.REGEX, "code", ".+"))).containsExactly(A, B);
    assertThat(found(Matcher.of(Matcher.Type.REGEX, "code", ".*"))).containsExactly(A, B, C);
    assertThat(found(Matcher.of(Matcher.Type.NOT_REGEX, "code", ".+"))).containsExactly(C);
    assertThat(found(Matcher.of(Matcher.Type.NOT_REGEX, "code", "5.*"))).containsExactly(A, C);
    assertThat(found(Matcher.of(Matcher.Type.REGEX, "code", "200|500|404"))).containsExactly(A, B);
    assertThat(found(Matcher.of(Matcher.Type.REGEX, "code", "00"))).isEmpty();
    assertThat(found(Matcher.equal("nothing", "here"))).isEmpty();
    assertThat(found(Matcher.equal("nothing", ""))).containsExactly(A, B, C);
  }

  @Test
  void matchers_mustAllHold() throws Exception {
    write(A, 0, 1);
    write(B, 0, 1);
    write(C, 0, 1);
    assertThat(found(Matcher.equal("job", "a"), Matcher.equal("code", "500"))).containsExactly(B);
    assertThat(found(Matcher.equal("job", "c"), Matcher.equal("code", "500"))).isEmpty();
    assertThat(found(Matcher.of(Matcher.Type.REGEX, "job", "a|c"), Matcher.equal("code", "")))
        .containsExactly(C);
  }

  // Label names and values.

  @Test
  void labelNames_areSortedAndLimited() throws Exception {
    write(A, 0, 1);
    write(B, 0, 1);
    write(C, 0, 1);
    try (Querier querier = store.querier(START_MILLIS, START_MILLIS + FAR)) {
      assertThat(querier.labelNames(List.of(), 0)).containsExactly("__name__", "code", "job");
      assertThat(querier.labelNames(List.of(), 2)).containsExactly("__name__", "code");
      assertThat(querier.labelNames(List.of(Matcher.equal("job", "c")), 0))
          .containsExactly("__name__", "job");
      assertThat(querier.labelNames(List.of(Matcher.equal("job", "d")), 0)).isEmpty();
    }
  }

  @Test
  void labelValues_areSortedAndLimited() throws Exception {
    write(A, 0, 1);
    write(B, 0, 1);
    write(C, 0, 1);
    try (Querier querier = store.querier(START_MILLIS, START_MILLIS + FAR)) {
      assertThat(querier.labelValues("__name__", List.of(), 0)).containsExactly("requests", "up");
      assertThat(querier.labelValues("code", List.of(), 0)).containsExactly("200", "500");
      assertThat(querier.labelValues("code", List.of(), 1)).containsExactly("200");
      assertThat(querier.labelValues("job", List.of(Matcher.equal("code", "")), 0))
          .containsExactly("c");
      assertThat(querier.labelValues("absent", List.of(), 0)).isEmpty();
    }
  }

  @Test
  void labelValues_comeInUtf8Order() throws Exception {
    for (String value : new String[] {"\uff5e", "\ud83d\ude00", "z", "é"}) {
      write(Labels.of("__name__", "m", "v", value), 0, 1);
    }
    try (Querier querier = store.querier(START_MILLIS, START_MILLIS + FAR)) {
      assertThat(querier.labelValues("v", List.of(), 0))
          .containsExactly("z", "é", "\uff5e", "\ud83d\ude00");
    }
  }

  // Threads.

  @Test
  void concurrentAppenders_keepEverySample_onDisjointSeries() throws Exception {
    int writers = 4;
    int series = 25;
    int rounds = 20;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        String writer = Integer.toString(w);
        Callable<Void> work =
            () -> {
              writeRounds(writer, series, rounds);
              return null;
            };
        running.add(threads.submit(work));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } finally {
      threads.shutdown();
    }
    try (Querier querier = store.querier(START_MILLIS, START_MILLIS + FAR)) {
      List<String> all = samples(querier, Matcher.equal("__name__", "m"), 16);
      assertThat(all).hasSize(writers * series * rounds).doesNotHaveDuplicates();
    }
  }

  private void writeRounds(String writer, int series, int rounds) throws Exception {
    for (int round = 0; round < rounds; round++) {
      try (Appender appender = store.appender()) {
        for (int i = 0; i < series; i++) {
          Labels labels = Labels.of("__name__", "m", "i", Integer.toString(i), "writer", writer);
          appender.append(Appender.NO_REF, labels, START_MILLIS + 1000L * round, bits(i));
        }
        appender.commit();
      }
    }
  }

  // Shared steps; offsets are milliseconds from START_MILLIS.

  private long write(Labels labels, long offsetMillis, double value) throws Exception {
    try (Appender appender = store.appender()) {
      long ref = appender.append(0, labels, START_MILLIS + offsetMillis, bits(value));
      appender.commit();
      return ref;
    }
  }

  private List<String> read(Labels labels) throws StorageException {
    List<Matcher> matchers = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      matchers.add(Matcher.equal(labels.name(i), labels.value(i)));
    }
    List<String> rows = new ArrayList<>();
    try (Querier querier = store.querier(START_MILLIS, START_MILLIS + FAR)) {
      SeriesSet set = querier.select(matchers, hints(), true);
      while (set.next()) {
        rows.addAll(rows(set.samples(), 3));
      }
    }
    return rows;
  }

  /** Returns every sample as "labels offset=value", series without samples left out. */
  private static List<String> samples(Querier querier, Matcher matcher, int batch)
      throws StorageException {
    List<String> rows = new ArrayList<>();
    SeriesSet set = select(querier, matcher);
    while (set.next()) {
      for (String row : rows(set.samples(), batch)) {
        rows.add(set.labels() + " " + row);
      }
    }
    return rows;
  }

  /** Returns the label sets that have samples. */
  private List<Labels> found(Matcher... matchers) throws StorageException {
    List<Labels> found = new ArrayList<>();
    try (Querier querier = store.querier(START_MILLIS, START_MILLIS + FAR)) {
      SeriesSet set = querier.select(List.of(matchers), hints(), true);
      while (set.next()) {
        if (!rows(set.samples(), 8).isEmpty()) {
          found.add(set.labels());
        }
      }
    }
    return found;
  }

  private static List<String> rows(SampleCursor cursor, int batch) throws StorageException {
    List<String> rows = new ArrayList<>();
    long[] timestamps = new long[batch];
    long[] values = new long[batch];
    for (int n = cursor.read(timestamps, values, 0, batch);
        n > 0;
        n = cursor.read(timestamps, values, 0, batch)) {
      for (int i = 0; i < n; i++) {
        rows.add(timestamps[i] - START_MILLIS + "=" + SampleValue.value(values[i]));
      }
    }
    return rows;
  }

  private static int readAll(SampleCursor cursor, long[] timestamps, long[] values, int batch)
      throws StorageException {
    int total = 0;
    int n = cursor.read(timestamps, values, 0, batch);
    while (n > 0) {
      total += n;
      n = cursor.read(timestamps, values, total, Math.min(batch, timestamps.length - total));
    }
    return total;
  }

  private static SeriesSet select(Querier querier, Matcher matcher) throws StorageException {
    return querier.select(List.of(matcher), hints(), true);
  }

  private static SelectHints hints() {
    return SelectHints.samples(START_MILLIS, START_MILLIS + FAR);
  }

  private static void assertRejected(Reason reason, Callable<?> append) {
    assertThatExceptionOfType(AppendException.class)
        .isThrownBy(append::call)
        .withMessageStartingWith(reason.text())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static long bits(double value) {
    return SampleValue.bits(value);
  }
}
