package dev.goldcrest.server;

import dev.goldcrest.storage.Querier;
import dev.goldcrest.storage.Queryable;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the store before it is open, so that expressions can be checked before anything is
 * opened.
 */
final class StoreGate implements Queryable {
  private volatile @Nullable Queryable store;

  void open(Queryable opened) {
    store = opened;
  }

  @Override
  public Querier querier(long minMillis, long maxMillis) {
    Queryable behind = store;
    if (behind == null) {
      throw new IllegalStateException("BUG: a query before the store is open");
    }
    return behind.querier(minMillis, maxMillis);
  }
}
