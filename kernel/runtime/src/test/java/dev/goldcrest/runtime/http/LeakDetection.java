package dev.goldcrest.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the test class after which a buffer turns out to have been dropped without release.
 * Registered for every test of this module, before any class of Netty's is used.
 */
public final class LeakDetection implements BeforeAllCallback, AfterAllCallback {
  static final List<String> LEAKS = new CopyOnWriteArrayList<>();

  private static final int COLLECTIONS = 3;

  static {
    System.setProperty("io.netty.leakDetection.level", "paranoid");
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          @SuppressWarnings("deprecation") // The only method that there is to implement.
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int samplingInterval, long maxActive) {
            return new Collecting<>(resource, samplingInterval);
          }
        });
  }

  private static final class Collecting<T> extends ResourceLeakDetector<T> {
    Collecting(Class<?> resource, int samplingInterval) {
      super(resource, samplingInterval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
      LEAKS.add(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      LEAKS.add(resourceType);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    LEAKS.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    collect();
    if (!LEAKS.isEmpty()) {
      throw new AssertionError(LEAKS.size() + " leaked buffers, the first:\n" + LEAKS.getFirst());
    }
  }

  /** Lets the collector find dropped buffers; the detector reports them at the next allocation. */
  static void collect() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      ByteBuf next = HeapAllocator.INSTANCE.heapBuffer(1);
      next.release();
    }
  }
}
