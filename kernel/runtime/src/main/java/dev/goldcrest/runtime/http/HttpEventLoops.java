package dev.goldcrest.runtime.http;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;

/**
 * The event loop that all listeners and the client of one process share, and the one place that
 * tunes Netty.
 *
 * <p>One thread: it only moves bytes, and a second one would cost its stack and selector on a box
 * with two cores. Everything that a listener or the client keeps is confined to this thread.
 */
public final class HttpEventLoops implements AutoCloseable {
  /** Bytes handed to the socket at once; also what the JDK's native copy buffer grows to. */
  static final int PIECE_BYTES = 16 << 10;

  private static final int FIRST_READ_BYTES = 2048;
  private static final int LEAST_READ_BYTES = 512;
  private static final int WRITE_LOW_BYTES = PIECE_BYTES;
  private static final int WRITE_HIGH_BYTES = 2 * PIECE_BYTES;
  private static final long CLOSE_SECONDS = 2;

  static {
    tuneNetty();
  }

  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;

  /** Starts the thread. */
  public HttpEventLoops() {
    group = new MultiThreadIoEventLoopGroup(1, HttpEventLoops::thread, NioIoHandler.newFactory());
    loop = group.next();
  }

  /** Sets what Netty reads once, when its classes load; a value given by the operator wins. */
  private static void tuneNetty() {
    NettyLog.install();
    property("io.netty.noUnsafe", "true"); // The JDK warns about it, and arrays do not need it.
    property("io.netty.noPreferDirect", "true");
    property("io.netty.allocator.type", "unpooled"); // Ours is HeapAllocator; nobody uses another.
    property("io.netty.recycler.maxCapacityPerThread", "0");
    property("io.netty.leakDetection.level", "disabled");
    property("io.netty.eventLoopThreads", "1");
    // Otherwise Netty asks java.management for a JVM flag, the network for a hardware address, and
    // the system for a process number; the last two only to name channels, which we do not log.
    property("io.netty.ignoreMaxDirectMemorySize", "true");
    property("io.netty.machineId", "00:00:00:00:00:00:00:01");
    property("io.netty.processId", "1");
  }

  private static void property(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  private static Thread thread(Runnable loop) {
    Thread thread = new Thread(loop, "http");
    thread.setDaemon(true);
    return thread;
  }

  EventLoop loop() {
    return loop;
  }

  /** Applies to a bootstrap what connections of both directions have in common. */
  static void tune(OptionTarget target) {
    // One read for each call of ours, so that a connection never holds more than it asked for.
    RecvByteBufAllocator reads =
        new AdaptiveRecvByteBufAllocator(LEAST_READ_BYTES, FIRST_READ_BYTES, PIECE_BYTES)
            .maxMessagesPerRead(1);
    target.set(ChannelOption.ALLOCATOR, HeapAllocator.INSTANCE);
    target.set(ChannelOption.RECVBUF_ALLOCATOR, reads);
    target.set(ChannelOption.TCP_NODELAY, true);
    target.set(
        ChannelOption.WRITE_BUFFER_WATER_MARK,
        new WriteBufferWaterMark(WRITE_LOW_BYTES, WRITE_HIGH_BYTES));
  }

  /** Takes one option; servers and clients spell this differently. */
  interface OptionTarget {
    <T> void set(ChannelOption<T> option, T value);
  }

  /** Ends the thread after its last task. To be called after all listeners and clients. */
  @Override
  public void close() {
    group
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
