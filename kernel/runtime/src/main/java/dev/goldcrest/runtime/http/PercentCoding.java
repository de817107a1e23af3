package dev.goldcrest.runtime.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes the {@code %41} of URLs and forms, into UTF-8. */
final class PercentCoding {
  private PercentCoding() {}

  /** Decodes a name or value of a query or form; a plus is a blank, bad UTF-8 is replaced. */
  static String decodeParameter(String raw) throws HttpProblem {
    if (raw.indexOf('%') < 0 && raw.indexOf('+') < 0 && isAscii(raw)) {
      return raw;
    }
    byte[] bytes = new byte[raw.length()];
    int length = decode(raw, bytes, true);
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Decodes one segment of a path; bad UTF-8, control characters and slashes are refused. */
  static String decodeSegment(String raw) throws HttpProblem {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    byte[] bytes = new byte[raw.length()];
    int length = decode(raw, bytes, false);
    for (int i = 0; i < length; i++) {
      if ((bytes[i] >= 0 && bytes[i] < ' ') || bytes[i] == 0x7f) {
        throw new HttpProblem(400, "the path has an encoded control character");
      }
      if (bytes[i] == '/') {
        throw new HttpProblem(400, "the path has an encoded slash, which is not supported");
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new HttpProblem(400, "the path is not UTF-8 when decoded");
    }
  }

  private static int decode(String raw, byte[] target, boolean plusIsBlank) throws HttpProblem {
    int length = 0;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        boolean complete = i + 2 < raw.length();
        int high = complete ? Character.digit(raw.charAt(i + 1), 16) : -1;
        int low = complete ? Character.digit(raw.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw new HttpProblem(400, "malformed escape: a percent sign without two hex digits");
        }
        target[length++] = (byte) ((high << 4) | low);
        i += 2;
      } else {
        target[length++] = (byte) (c == '+' && plusIsBlank ? ' ' : c);
      }
    }
    return length;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
