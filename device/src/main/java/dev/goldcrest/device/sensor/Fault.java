package dev.goldcrest.device.sensor;

/** A fault that the sensor can be told to have, so that the stack can be shown catching it. */
public enum Fault {
  /** Each scrape spins a CPU for 2 to 5 seconds and raises {@code sensor_cpu_spike}. */
  CPU_BURN("cpu-burn"),
  /** 5 MB are kept for good, and each request takes 5 to 15 MB more while it runs. */
  MEMORY_BLOB("memory-blob"),
  /** One answer in five of {@code /sensor} carries 5 MB. */
  BIG_RESPONSE("big-response"),
  /** {@code /metrics} calls its text {@code text/html}. */
  CONTENT_TYPE("content-type"),
  /** A scrape sleeps on its handler for longer than the usual scrape timeout of 10 seconds. */
  BLOCKING_SCRAPE("blocking-scrape"),
  /** {@code /sensor} throws every time. */
  ROUTE_ERROR("route-error");

  private final String text;

  Fault(String text) {
    this.text = text;
  }

  /** Returns the name that the command line uses. */
  public String text() {
    return text;
  }

  /**
   * Returns the fault of that name.
   *
   * @throws IllegalArgumentException for an unknown name; its message lists the known ones
   */
  public static Fault of(String text) {
    StringBuilder allowed = new StringBuilder();
    for (Fault fault : values()) {
      if (fault.text.equals(text)) {
        return fault;
      }
      allowed.append(allowed.isEmpty() ? "" : ", ").append(fault.text);
    }
    throw new IllegalArgumentException("unknown fault \"" + text + "\"; known are " + allowed);
  }
}
