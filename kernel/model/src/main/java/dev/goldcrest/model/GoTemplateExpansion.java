package dev.goldcrest.model;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replacement text by the rules of Go's {@code regexp.Expand}, which differ from Java's in names
 * and in unknown groups.
 */
final class GoTemplateExpansion {
  private GoTemplateExpansion() {}

  static String expand(String template, Matcher match, Pattern pattern) {
    StringBuilder out = new StringBuilder(template.length() + 16);
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i);
      if (c != '$' || i + 1 >= template.length()) {
        out.append(c);
        i++;
        continue;
      }
      if (template.charAt(i + 1) == '$') {
        out.append('$');
        i += 2;
        continue;
      }
      boolean braced = template.charAt(i + 1) == '{';
      int start = braced ? i + 2 : i + 1;
      int end = start;
      while (end < template.length() && isNamePart(template.charAt(end))) {
        end++;
      }
      boolean wellFormed =
          end > start && (!braced || (end < template.length() && template.charAt(end) == '}'));
      if (!wellFormed) {
        out.append('$');
        i++;
        continue;
      }
      out.append(group(template.substring(start, end), match, pattern));
      i = braced ? end + 1 : end;
    }
    return out.toString();
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static String group(String name, Matcher match, Pattern pattern) {
    Integer number = asNumber(name);
    if (number == null) {
      number = pattern.namedGroups().get(name);
    }
    if (number == null || number > match.groupCount()) {
      return "";
    }
    String text = match.group(number);
    return text == null ? "" : text;
  }

  private static @Nullable Integer asNumber(String name) {
    if (name.length() > 8 || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    return Integer.valueOf(name);
  }
}
