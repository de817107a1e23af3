package dev.goldcrest.runtime.lifecycle;

import dev.goldcrest.model.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The life of a process: what was opened, in order; the wait for its end; and the closing in
 * reverse order within a deadline.
 *
 * <p>A main method opens its parts and registers each with {@link #opened}, calls {@link
 * #endOnSignal} and {@link #awaitEnd}, closes, and exits with {@link #status}.
 */
public final class ProcessLife implements AutoCloseable {
  /** How long closing everything may take by default. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(5);

  /** The status of a process whose parts did not close properly. */
  public static final int STATUS_UNCLEAN = 1;

  private static final System.Logger log = System.getLogger("dev.goldcrest.runtime");

  /** Closes one part of the process. */
  @FunctionalInterface
  public interface Step {
    /** Closes the part; runs once, on a thread of its own. */
    void close() throws Exception;
  }

  private record Part(String name, Step step) {}

  private final Clock clock;
  private final Duration deadline;
  private final ArrayDeque<Part> parts = new ArrayDeque<>();
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable String closingNow;
  private volatile boolean unclean;
  private boolean closeBegun; // guarded by parts
  private int endStatus; // guarded by parts

  /** Begins a life whose closing may take {@code deadline} altogether. */
  public ProcessLife(Clock clock, Duration deadline) {
    this.clock = clock;
    this.deadline = deadline;
  }

  /** Registers a part that is open now and is closed before all parts registered earlier. */
  public void opened(String name, Step step) {
    synchronized (parts) {
      parts.push(new Part(name, step));
    }
  }

  /**
   * Makes SIGTERM and SIGINT end the process with status 0 once everything is closed, where the JVM
   * by itself would report death by a signal.
   */
  public void endOnSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeFromHook, "shutdown"));
  }

  /** Asks the process to end; the first call decides the status. */
  public void end(String reason, int status) {
    synchronized (parts) {
      if (ending.getCount() == 0) {
        return;
      }
      endStatus = status;
      ending.countDown();
    }
    log.log(System.Logger.Level.INFO, "Stopping: " + reason + ".");
  }

  /** Waits until someone calls {@link #end} or a signal arrives. */
  public void awaitEnd() throws InterruptedException {
    ending.await();
  }

  /** Returns the status to exit with: what {@link #end} said, or unclean. */
  public int status() {
    synchronized (parts) {
      return endStatus == 0 && unclean ? STATUS_UNCLEAN : endStatus;
    }
  }

  /**
   * Closes all parts, the last opened first, and returns when they are closed or the deadline has
   * passed. A part that fails is logged and does not keep the others from closing; one that hangs
   * does, since what it stands on must not be closed under it.
   */
  @Override
  public void close() {
    synchronized (parts) {
      if (!closeBegun) {
        closeBegun = true;
        Thread closer = new Thread(this::closeParts, "closing");
        closer.setDaemon(true);
        closer.start();
      }
    }
    try {
      if (!closed.await(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        unclean = true;
        log.log(
            System.Logger.Level.ERROR,
            "Gave up closing "
                + closingNow
                + ": not everything closed within "
                + deadline.toMillis()
                + " ms. What was synced is safe.");
      }
    } catch (InterruptedException e) {
      unclean = true;
      Thread.currentThread().interrupt();
    }
  }

  private void closeParts() {
    for (Part part = next(); part != null; part = next()) {
      closingNow = part.name;
      long begin = clock.monotonicNanos();
      try {
        part.step.close();
        long millis = (clock.monotonicNanos() - begin) / 1_000_000;
        // A process that never began tells its reason in one line, and nothing around it.
        System.Logger.Level level =
            ending.getCount() == 0 ? System.Logger.Level.INFO : System.Logger.Level.DEBUG;
        log.log(level, "Closed " + part.name + " in " + millis + " ms.");
      } catch (Exception e) {
        unclean = true;
        log.log(System.Logger.Level.ERROR, "Closing " + part.name + " failed.", e);
      }
    }
    closed.countDown();
  }

  private @Nullable Part next() {
    synchronized (parts) {
      return parts.poll();
    }
  }

  private void closeFromHook() {
    boolean alreadyClosing;
    synchronized (parts) {
      alreadyClosing = closeBegun;
    }
    if (alreadyClosing) {
      return; // An ordinary exit: main has closed and its status stands.
    }
    end("signal received", 0);
    close();
    Runtime.getRuntime().halt(status());
  }
}
