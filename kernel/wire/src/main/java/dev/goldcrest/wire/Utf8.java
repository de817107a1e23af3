package dev.goldcrest.wire;

/** Which bytes are UTF-8 text, by the rules of RFC 3629. */
public final class Utf8 {
  private Utf8() {}

  /** Tells whether {@code bytes[start, end)} is well-formed: no surrogates, no overlong forms. */
  public static boolean isValid(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end) {
      int lead = bytes[i];
      if (lead >= 0) {
        i++;
        continue;
      }
      int size = sequenceLength(lead & 0xff);
      if (size == 0 || i + size > end || !continues(bytes, i, size)) {
        return false;
      }
      i += size;
    }
    return true;
  }

  /** Returns how many bytes {@link ByteBuilder#text} writes for a text. */
  public static int length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        length++;
      } else if (c < 0x800) {
        length += 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        length += 4;
        i++;
      } else {
        length += 3;
      }
    }
    return length;
  }

  private static int sequenceLength(int lead) {
    if (lead >= 0xc2 && lead <= 0xdf) {
      return 2;
    }
    if ((lead & 0xf0) == 0xe0) {
      return 3;
    }
    return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  }

  /** Checks the bytes after the lead; the first of them also bounds the code point. */
  private static boolean continues(byte[] bytes, int at, int size) {
    for (int i = 1; i < size; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return false;
      }
    }
    int lead = bytes[at] & 0xff;
    int second = bytes[at + 1] & 0xff;
    return switch (lead) {
      case 0xe0 -> second >= 0xa0;
      case 0xed -> second <= 0x9f;
      case 0xf0 -> second >= 0x90;
      case 0xf4 -> second <= 0x8f;
      default -> true;
    };
  }
}
