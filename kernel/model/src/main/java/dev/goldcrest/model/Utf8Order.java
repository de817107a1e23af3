package dev.goldcrest.model;

/**
 * Orders strings as their UTF-8 bytes order, which is the order of their code points and Go's order
 * of strings.
 */
public final class Utf8Order {
  private Utf8Order() {}

  /**
   * Compares two strings by code point. {@link String#compareTo} orders by UTF-16 unit instead,
   * which puts U+FF5E after the supplementary characters.
   */
  public static int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean xSurrogate = Character.isSurrogate(x);
        boolean ySurrogate = Character.isSurrogate(y);
        if (xSurrogate != ySurrogate) {
          return xSurrogate ? 1 : -1;
        }
        return x - y;
      }
    }
    return a.length() - b.length();
  }
}
