package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Utf8Order;

/** The order in which people read names: runs of digits count as numbers. */
final class NaturalOrder {
  private NaturalOrder() {}

  static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int nextI = runEnd(a, i);
      int nextJ = runEnd(b, j);
      boolean numbers = isDigit(a.charAt(i)) && isDigit(b.charAt(j));
      String runA = a.substring(i, nextI);
      String runB = b.substring(j, nextJ);
      int order = numbers ? compareNumbers(runA, runB) : Utf8Order.compare(runA, runB);
      if (order != 0) {
        return order;
      }
      i = nextI;
      j = nextJ;
    }
    int rest = (a.length() - i) - (b.length() - j);
    return rest != 0 ? rest : Utf8Order.compare(a, b);
  }

  private static int runEnd(String text, int from) {
    boolean digits = isDigit(text.charAt(from));
    int i = from + 1;
    while (i < text.length() && isDigit(text.charAt(i)) == digits) {
      i++;
    }
    return i;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int compareNumbers(String a, String b) {
    String x = withoutZeros(a);
    String y = withoutZeros(b);
    return x.length() != y.length() ? x.length() - y.length() : x.compareTo(y);
  }

  private static String withoutZeros(String digits) {
    int i = 0;
    while (i < digits.length() - 1 && digits.charAt(i) == '0') {
      i++;
    }
    return digits.substring(i);
  }
}
