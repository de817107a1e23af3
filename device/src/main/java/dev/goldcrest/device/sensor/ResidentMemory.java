package dev.goldcrest.device.sensor;

import java.io.FileInputStream;
import java.io.IOException;

/** The resident set of this process, as Linux tells it; NaN elsewhere. */
final class ResidentMemory {
  private static final String KEY = "VmRSS:";

  /** The file is about 1.5 kB long and the key stands in its first half. */
  private final byte[] buffer = new byte[4096];

  /** Returns the bytes now. */
  double bytes() {
    try (FileInputStream in = new FileInputStream("/proc/self/status")) {
      return parse(buffer, in.readNBytes(buffer, 0, buffer.length));
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** Finds the line {@code VmRSS: 1234 kB}. */
  static double parse(byte[] text, int length) {
    int at = 0;
    while (at < length && !startsWithKey(text, at, length)) {
      while (at < length && text[at] != '\n') {
        at++;
      }
      at++;
    }
    at += KEY.length();
    while (at < length && (text[at] == ' ' || text[at] == '\t')) {
      at++;
    }
    int first = at;
    long kibibytes = 0;
    while (at < length && text[at] >= '0' && text[at] <= '9') {
      kibibytes = 10 * kibibytes + (text[at++] - '0');
    }
    return at > first ? kibibytes * 1024.0 : Double.NaN;
  }

  private static boolean startsWithKey(byte[] text, int from, int length) {
    if (from + KEY.length() > length) {
      return false;
    }
    for (int i = 0; i < KEY.length(); i++) {
      if (text[from + i] != KEY.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
