package dev.goldcrest.runtime.http;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;

/**
 * Plain arrays for every buffer: no arenas to keep resident, no native memory beyond the small
 * buffer that the JDK copies through. A buffer that is not released is reported all the same when
 * leak detection is on.
 */
final class HeapAllocator extends AbstractByteBufAllocator {
  static final HeapAllocator INSTANCE = new HeapAllocator();

  private HeapAllocator() {
    super(false);
  }

  /** Reads into an array too, where Netty would choose native memory. */
  @Override
  public ByteBuf ioBuffer(int initialCapacity, int maxCapacity) {
    return heapBuffer(initialCapacity, maxCapacity);
  }

  @Override
  public ByteBuf ioBuffer(int initialCapacity) {
    return heapBuffer(initialCapacity);
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return toLeakAwareBuffer(new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity));
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    return toLeakAwareBuffer(new UnpooledDirectByteBuf(this, initialCapacity, maxCapacity));
  }

  @Override
  public boolean isDirectBufferPooled() {
    return false;
  }
}
