package dev.goldcrest.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says about this machine and process. */
final class Host {
  private static final int RESIDENT_FIELD = 1;
  private static final long PAGE_BYTES = 4096;

  private Host() {}

  static String name() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }

  /** Returns the resident memory of this process, 0 where it cannot be read. */
  static long residentBytes() {
    try {
      String[] fields = Files.readString(Path.of("/proc/self/statm")).split(" ", 3);
      return Long.parseLong(fields[RESIDENT_FIELD]) * PAGE_BYTES;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
