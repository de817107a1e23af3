package dev.goldcrest.tsdb;

import dev.goldcrest.model.Clock;
import dev.goldcrest.storage.AppendException;
import dev.goldcrest.storage.AppendException.Reason;
import dev.goldcrest.storage.AppendableStore;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.storage.Querier;
import dev.goldcrest.storage.Queryable;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.tsdb.block.BlockCatalog;
import dev.goldcrest.tsdb.disk.FileDisk;
import dev.goldcrest.tsdb.head.Batch;
import dev.goldcrest.tsdb.head.Head;
import dev.goldcrest.tsdb.head.TimeRange;
import dev.goldcrest.tsdb.log.LogReplay;
import dev.goldcrest.tsdb.log.LogWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The store. Safe for use by several threads.
 *
 * <p>A commit goes to the log, then to the head, where queries see it. {@link #maintain} moves what
 * is old enough from the head to a block, deletes blocks past the retention and frees the log.
 *
 * <p>Locks, in the order in which they are taken: maintenance; the commit lock serialises
 * everything that touches the log; the head's monitor is held for moments only and never while a
 * file is used, so neither a sync nor a query delays the other side for long.
 */
public final class Tsdb implements AppendableStore, Queryable, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.goldcrest.tsdb");
  private static final long SPACE_CHECK_NANOS = 1_000_000_000L;
  // A block that is made early leaves this much behind, for senders that lag a little.
  private static final long EARLY_MARGIN_MILLIS = 60_000;
  private static final int MAX_BLOCKS_PER_ROUND = 64;
  private static final int KEEP_BATCH = 4096;
  private static final int MAX_SPARE_BATCHES = 4;

  private final TsdbConfig config;
  private final Clock clock;
  private final Disk disk;
  private final @Nullable Closeable ownedDisk;
  private final Head head;
  private final LogWriter log;
  private final BlockCatalog blocks;
  private final Damages damages;
  private final HeadPressure pressure;
  private final long replayMillis;
  private final @Nullable LogSync sync;
  private final Map<Reason, AtomicLong> rejected = new EnumMap<>(Reason.class);

  private final ReentrantLock commitLock = new ReentrantLock();
  private final ReentrantLock maintenance = new ReentrantLock();
  private final Condition syncEnded = commitLock.newCondition();
  private final List<Transaction> queue = new ArrayList<>();
  private final List<Batch> spareBatches = new ArrayList<>();
  private long samplesAppended;
  // The block that was begun and not taken in; used by maintenance.
  private @Nullable TimeRange unfinished;
  private long nextSpaceCheckNanos;
  private volatile boolean closed;
  private volatile String readOnlyReason = "";

  /**
   * Opens the store in a folder, loading the log.
   *
   * @throws StorageException with the remedy when the folder cannot be used
   */
  public static Tsdb open(TsdbConfig config, Clock clock, ReplayProgress progress)
      throws StorageException {
    FileDisk disk;
    try {
      disk = FileDisk.open(config.dir());
    } catch (IOException e) {
      throw new StorageException(String.valueOf(e.getMessage()), e);
    }
    try {
      return new Tsdb(config, clock, disk, disk, progress);
    } catch (IOException e) {
      try {
        disk.close();
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw new StorageException(
          "cannot open the store in " + config.dir() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Opens the store on a disk of the caller's, who also calls {@link #sync} when the interval has
   * passed.
   */
  static Tsdb open(TsdbConfig config, Clock clock, Disk disk) throws StorageException {
    try {
      return new Tsdb(config, clock, disk, null, (done, total) -> {});
    } catch (IOException e) {
      throw new StorageException("cannot open the store: " + e.getMessage(), e);
    }
  }

  private Tsdb(
      TsdbConfig config,
      Clock clock,
      Disk disk,
      @Nullable Closeable ownedDisk,
      ReplayProgress progress)
      throws IOException {
    this.config = config;
    this.clock = clock;
    this.disk = disk;
    this.ownedDisk = ownedDisk;
    this.damages = new Damages();
    for (Reason reason : Reason.values()) {
      rejected.put(reason, new AtomicLong());
    }
    long started = clock.monotonicNanos();
    this.blocks = BlockCatalog.open(disk, damages);
    this.head = new Head(config.blockRangeMillis(), blocks.endMillis());
    this.pressure = new HeadPressure(head, config.maxHeadBytes(), clock);
    LogReplay.Found found = new LogReplay(disk, head, damages, progress).run();
    this.log = new LogWriter(disk, head, config.walSegmentBytes(), found);
    this.replayMillis = (clock.monotonicNanos() - started) / 1_000_000;
    this.nextSpaceCheckNanos = clock.monotonicNanos();
    checkSpace();
    boolean background = ownedDisk != null && config.walSyncIntervalMillis() > 0;
    this.sync = background ? LogSync.start(this, config.walSyncIntervalMillis()) : null;
  }

  // Writing.

  @Override
  public Appender appender() {
    if (!readOnlyReason.isEmpty()) {
      commitLock.lock();
      try {
        checkSpace();
      } finally {
        commitLock.unlock();
      }
    }
    pressure.check();
    head.beginBatch();
    long latest = clock.wallMillis() + config.maxFutureMillis();
    return new Transaction(this, head, takeBatch(), config.maxSeries(), latest);
  }

  private Batch takeBatch() {
    synchronized (spareBatches) {
      return spareBatches.isEmpty() ? new Batch() : spareBatches.removeLast();
    }
  }

  /** Takes a batch back at the end of its transaction. */
  void ended(Batch batch) {
    head.endBatch();
    batch.clear(KEEP_BATCH);
    synchronized (spareBatches) {
      if (spareBatches.size() < MAX_SPARE_BATCHES) {
        spareBatches.add(batch);
      }
    }
  }

  /**
   * Commits a transaction, and with it all that wait: whoever gets the lock first writes for the
   * others too, so that one sync serves them all.
   */
  void commit(Transaction transaction) {
    synchronized (queue) {
      queue.add(transaction);
    }
    commitLock.lock();
    try {
      if (!transaction.isDone()) {
        commitQueue();
      }
    } finally {
      commitLock.unlock();
    }
  }

  private void commitQueue() {
    while (log.mustSyncFirst()) {
      if (log.isSyncing()) {
        // Gives up the lock; others may commit this transaction meanwhile.
        syncEnded.awaitUninterruptibly();
      } else {
        log.sync();
      }
    }
    List<Transaction> batch;
    synchronized (queue) {
      batch = new ArrayList<>(queue);
      queue.clear();
    }
    checkSpace();
    List<Transaction> written = new ArrayList<>(batch.size());
    for (Transaction t : batch) {
      try {
        if (closed) {
          throw new IOException("the store is closed");
        }
        checkRoom(t.batch());
        log.append(t.batch());
        written.add(t);
      } catch (IOException e) {
        t.finish(new StorageException("cannot commit: " + e.getMessage(), e));
        nextSpaceCheckNanos = clock.monotonicNanos();
      }
    }
    if (config.walSyncIntervalMillis() == 0) {
      log.sync();
    }
    for (Transaction t : written) {
      apply(t);
    }
    pressure.check();
    if (!log.failure().isEmpty()) {
      readOnlyReason = log.failure();
    }
    if (sync != null) {
      sync.wake();
    }
  }

  // What is too old for memory would be lost behind the writer's back.
  private void checkRoom(Batch batch) throws IOException {
    String full = pressure.check();
    if (!full.isEmpty()) {
      throw new IOException(full);
    }
    long from = head.acceptFromMillis();
    for (int i = 0; i < batch.count(); i++) {
      if (batch.timestamps()[i] < from) {
        throw new IOException(
            "samples before " + from + " have gone to a block meanwhile; send what is newer again");
      }
    }
  }

  private void apply(Transaction t) {
    if (config.walSyncIntervalMillis() == 0 && !log.failure().isEmpty()) {
      t.finish(new StorageException("cannot commit: " + log.failure(), null));
      return;
    }
    int overtaken = head.apply(t.batch());
    rejections(Reason.OUT_OF_ORDER).addAndGet(overtaken);
    samplesAppended += t.batch().count() - overtaken;
    t.finish(null);
  }

  /** Counts a rejection and returns it. */
  AppendException count(Reason reason, String detail) {
    rejections(reason).incrementAndGet();
    return new AppendException(reason, detail);
  }

  private AtomicLong rejections(Reason reason) {
    return Objects.requireNonNull(rejected.get(reason));
  }

  /** Returns why the store takes no writes, or the empty string. */
  public String readOnlyReason() {
    String reason = readOnlyReason;
    return reason.isEmpty() ? pressure.refusal() : reason;
  }

  /**
   * Names whom the store asks for {@link #maintain} when memory gets short. It is called by the
   * threads that write, seldom, and must only hand the work on.
   */
  public void onMemoryPressure(Runnable asksForMaintenance) {
    pressure.listener(asksForMaintenance);
  }

  // Called with the commit lock, except by the constructor.
  private void checkSpace() {
    if (!log.failure().isEmpty()) {
      readOnlyReason = log.failure();
      return;
    }
    long now = clock.monotonicNanos();
    if (now - nextSpaceCheckNanos < 0) {
      return;
    }
    nextSpaceCheckNanos = now + SPACE_CHECK_NANOS;
    String reason = "";
    try {
      long free = disk.freeBytes();
      if (free < config.minFreeDiskBytes()) {
        reason =
            "the disk of "
                + config.dir()
                + " has "
                + free
                + " bytes left, "
                + config.minFreeDiskBytes()
                + " must stay free";
      }
    } catch (IOException e) {
      reason = "the free space of " + config.dir() + " is unknown: " + e.getMessage();
    }
    if (!reason.equals(readOnlyReason)) {
      boolean wasWritable = readOnlyReason.isEmpty();
      readOnlyReason = reason;
      if (wasWritable) {
        LOG.log(System.Logger.Level.WARNING, "storage is read-only: " + reason);
      } else if (reason.isEmpty()) {
        LOG.log(System.Logger.Level.INFO, "storage takes writes again");
      }
    }
  }

  /** Makes all commits durable; a store with a sync interval does so by itself. */
  public void sync() {
    LogWriter.SyncJob job;
    commitLock.lock();
    try {
      job = log.beginSync();
    } finally {
      commitLock.unlock();
    }
    if (job == null) {
      return;
    }
    IOException problem = null;
    try {
      job.run();
    } catch (IOException e) {
      problem = e;
    }
    commitLock.lock();
    try {
      log.endSync(job, problem);
      if (problem != null) {
        checkSpace();
      }
      syncEnded.signalAll();
    } finally {
      commitLock.unlock();
    }
  }

  // Reading.

  @Override
  public Querier querier(long minMillis, long maxMillis) {
    // A block and the head's knowledge of it appear together.
    synchronized (blocks) {
      return new View(
          head,
          head.openView(clock.monotonicNanos()),
          blocks,
          blocks.retain(minMillis, maxMillis),
          new TimeRange(minMillis, maxMillis));
    }
  }

  // Housekeeping.

  /**
   * Does what falls due with time: writes full ranges to blocks, frees the log behind them and
   * deletes blocks past the retention. Call it about once a minute, on a thread that may wait for
   * the disk.
   *
   * @throws StorageException when the disk fails; nothing is lost and the next call tries again
   */
  public void maintain(long nowMillis) throws StorageException {
    maintenance.lock();
    try {
      if (closed) {
        return;
      }
      for (int i = 0; i < MAX_BLOCKS_PER_ROUND && isBlockDue(); i++) {
        makeBlock(Long.MAX_VALUE);
      }
      head.truncate(clock.monotonicNanos() - Head.MAX_VIEW_NANOS);
      makeRoom(nowMillis);
      head.truncate(clock.monotonicNanos() - Head.MAX_VIEW_NANOS);
      freeLog();
      long newest = Math.min(nowMillis, newestMillis());
      if (config.retentionMillis() > 0 && newest != Long.MIN_VALUE) {
        blocks.deleteBefore(newest - config.retentionMillis());
      }
    } catch (IOException e) {
      throw new StorageException("maintenance of the store failed: " + e.getMessage(), e);
    } finally {
      pressure.maintained();
      maintenance.unlock();
    }
  }

  // The clock alone could be wrong and delete everything, the newest sample alone too.
  private long newestMillis() {
    long end = blocks.endMillis();
    return Math.max(head.maxMillis(), end == Long.MIN_VALUE ? end : end - 1);
  }

  // Half a range of slack, so that late samples still come in.
  private boolean isBlockDue() {
    long max = head.maxMillis();
    return max != Long.MIN_VALUE && max - oldestInHead() > config.blockRangeMillis() * 3 / 2;
  }

  private long oldestInHead() {
    return Math.max(head.minMillis(), head.fromMillis());
  }

  // Makes blocks of less than a range when memory gets short.
  private void makeRoom(long nowMillis) throws IOException {
    long newest = head.maxMillis();
    if (newest == Long.MIN_VALUE || !pressure.isHigh()) {
      return;
    }
    long margin = Math.min(EARLY_MARGIN_MILLIS, config.blockRangeMillis() / 8);
    long end = Math.min(newest, nowMillis) - margin;
    // A block that frees less than it leaves would soon be followed by the next.
    if (end - oldestInHead() >= margin) {
      makeBlocks(end);
    }
    // Nothing newer comes in while memory is full, so waiting for the margin would not end.
    if (pressure.isFull() && !head.awaitsViews()) {
      makeBlocks(newest + 1);
    }
  }

  private void makeBlocks(long endMillis) throws IOException {
    for (int i = 0; i < MAX_BLOCKS_PER_ROUND && oldestInHead() < endMillis; i++) {
      makeBlock(endMillis);
    }
  }

  private void makeBlock(long atMost) throws IOException {
    TimeRange range = unfinished == null ? nextBlock(atMost) : unfinished;
    // A failed attempt may have left its file, so the next has the same name and replaces it.
    unfinished = range;
    long end = range.maxMillis() + 1;
    commitLock.lock();
    try {
      // Between its check and its end a commit sees no other limit.
      head.acceptFrom(end);
    } finally {
      commitLock.unlock();
    }
    BlockMaker maker = new BlockMaker(disk, head);
    String name = maker.make(range.minMillis(), end, clock.monotonicNanos());
    synchronized (blocks) {
      if (name != null) {
        blocks.add(name);
      }
      head.moveTo(end);
    }
    unfinished = null;
    head.truncate(clock.monotonicNanos() - Head.MAX_VIEW_NANOS);
  }

  private TimeRange nextBlock(long atMost) {
    long range = config.blockRangeMillis();
    long min = Math.floorDiv(oldestInHead(), range) * range;
    long end = Math.min(min + range, atMost);
    return new TimeRange(Math.max(min, head.fromMillis()), end - 1);
  }

  private void freeLog() throws IOException {
    commitLock.lock();
    try {
      log.deleteBefore(head.fromMillis());
      checkSpace();
    } finally {
      commitLock.unlock();
    }
  }

  /** Returns what the store holds and has done. */
  public TsdbStats stats() {
    Map<Reason, Long> rejections = new EnumMap<>(Reason.class);
    for (Reason reason : Reason.values()) {
      rejections.put(reason, rejections(reason).get());
    }
    commitLock.lock();
    try {
      TsdbStats.Log logStats =
          new TsdbStats.Log(
              log.segments(),
              log.bytes(),
              log.writtenBytes(),
              log.syncs(),
              log.syncFailures(),
              log.writeFailures());
      long min = Math.min(head.minMillis(), blocks.minMillis());
      long max = head.maxMillis();
      return new TsdbStats(
          head.seriesCount(),
          head.seriesBytes() + head.chunkBytes(),
          head.sampleCount(),
          samplesAppended,
          rejections,
          logStats,
          replayMillis,
          blocks.count(),
          blocks.bytes(),
          min == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(min),
          max == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(max),
          log.bytes() + blocks.bytes(),
          readOnlyReason(),
          damages.list(),
          damages.count());
    } finally {
      commitLock.unlock();
    }
  }

  /** Makes everything durable and gives the folder back. */
  @Override
  public void close() throws StorageException {
    if (sync != null) {
      sync.stop();
    }
    maintenance.lock();
    commitLock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      log.close();
      blocks.close();
      if (ownedDisk != null) {
        ownedDisk.close();
      }
    } catch (IOException e) {
      throw new StorageException("cannot close the store: " + e.getMessage(), e);
    } finally {
      commitLock.unlock();
      maintenance.unlock();
    }
  }
}
