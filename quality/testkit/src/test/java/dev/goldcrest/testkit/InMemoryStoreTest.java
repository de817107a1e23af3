package dev.goldcrest.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.storage.StorageException;
import org.junit.jupiter.api.Test;

final class InMemoryStoreTest extends StoreContract<InMemoryStore> {
  private static final Labels M = Labels.of("__name__", "m");

  private final InMemoryStore store = new InMemoryStore();

  @Override
  protected InMemoryStore openEmptyStore() {
    return store;
  }

  @Test
  void history_showsStalenessMarkers() throws Exception {
    store.add(M, 1000, 0.5);
    try (Appender appender = store.appender()) {
      appender.append(Appender.NO_REF, M, 2000, SampleValue.STALE_BITS);
      appender.commit();
    }
    assertThat(store.history(M)).containsExactly("1000 0.5", "2000 stale");
    assertThat(store.series()).containsExactly(M);
  }

  @Test
  void forgottenSeries_hasAnUnknownReference() throws Exception {
    long ref;
    try (Appender appender = store.appender()) {
      ref = appender.append(Appender.NO_REF, M, 1000, SampleValue.bits(1));
      appender.commit();
    }
    store.forget(M);
    try (Appender appender = store.appender()) {
      assertThat(appender.appendByRef(ref, 2000, SampleValue.bits(2))).isFalse();
    }
  }

  @Test
  void failedCommit_leavesNothing() throws Exception {
    store.failCommits("cannot write wal/3: no space left on device");
    try (Appender appender = store.appender()) {
      appender.append(Appender.NO_REF, M, 1000, SampleValue.bits(1));
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(appender::commit)
          .withMessage("cannot write wal/3: no space left on device");
    }
    assertThat(store.history(M)).isEmpty();
  }
}
