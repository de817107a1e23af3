package dev.goldcrest.server.config;

import dev.goldcrest.runtime.config.YamlNode;
import java.util.List;
import java.util.Locale;

/**
 * The text of a configuration that people may see.
 *
 * <p>It is written anew from what was read: whatever stands under a key that names a secret is
 * replaced, in sections that we act on and in others, however the file wrote it, and comments,
 * which may hold an old password, are left out.
 */
final class ShownConfig {
  static final String HIDDEN = "<secret>";

  // Aliases repeat what they stand for, so a small file may become a large text.
  private static final int MAX_CHARACTERS = 1 << 20;

  private static final List<String> SECRET_ENDINGS =
      List.of(
          "password",
          "passphrase",
          "credentials",
          "secret",
          "secrets",
          "token",
          "_key",
          "proxy_connect_header");

  private final StringBuilder out = new StringBuilder(1024);

  private ShownConfig() {}

  static String of(YamlNode root) {
    ShownConfig shown = new ShownConfig();
    shown.block(root, 0, false);
    if (shown.isFull()) {
      shown.out.append("\n# The rest is not shown: there is too much of it.\n");
    }
    return shown.out.toString();
  }

  private boolean isFull() {
    return out.length() > MAX_CHARACTERS;
  }

  /** Writes a node on lines of its own. */
  private void block(YamlNode node, int indent, boolean hidden) {
    switch (node) {
      case YamlNode.Mapping m -> {
        for (YamlNode.Entry entry : m.entries()) {
          entry(entry, indent, hidden);
        }
      }
      case YamlNode.Sequence s -> {
        for (YamlNode item : s.items()) {
          item(item, indent, hidden);
        }
      }
      case YamlNode.Scalar s -> {
        indent(indent);
        scalar(s, hidden);
        out.append('\n');
      }
    }
  }

  private void entry(YamlNode.Entry entry, int indent, boolean hidden) {
    if (isFull()) {
      return;
    }
    indent(indent);
    text(entry.key());
    out.append(':');
    value(entry.value(), indent, hidden || isSecret(entry.key()));
  }

  private void item(YamlNode item, int indent, boolean hidden) {
    if (isFull()) {
      return;
    }
    if (item instanceof YamlNode.Mapping m && !m.entries().isEmpty()) {
      int from = out.length() + indent;
      block(m, indent + 2, hidden);
      out.setCharAt(from, '-');
      return;
    }
    indent(indent);
    out.append('-');
    value(item, indent, hidden);
  }

  /** Writes what follows a key or a dash. */
  private void value(YamlNode node, int indent, boolean hidden) {
    switch (node) {
      case YamlNode.Scalar s -> {
        out.append(' ');
        scalar(s, hidden);
        out.append('\n');
      }
      case YamlNode.Mapping m when m.entries().isEmpty() -> out.append(" {}\n");
      case YamlNode.Sequence s when s.items().isEmpty() -> out.append(" []\n");
      default -> {
        out.append('\n');
        block(node, indent + 2, hidden);
      }
    }
  }

  private void scalar(YamlNode.Scalar scalar, boolean hidden) {
    if (scalar.isNull()) {
      out.append("null");
    } else if (hidden) {
      out.append(HIDDEN);
    } else if (scalar.quoted()) {
      quoted(withoutPassword(scalar.text()));
    } else {
      text(withoutPassword(scalar.text()));
    }
  }

  /** Hides what stands before the host of a URL. */
  private static String withoutPassword(String text) {
    int scheme = text.indexOf("://");
    if (scheme < 0) {
      return text;
    }
    int host = scheme + 3;
    int end = host;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    int at = text.lastIndexOf('@', end - 1);
    return at < host ? text : text.substring(0, host) + HIDDEN + text.substring(at);
  }

  private static boolean isSecret(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    if (name.equals("key")) {
      return true;
    }
    for (String ending : SECRET_ENDINGS) {
      if (name.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  private void text(String text) {
    if (isPlain(text)) {
      out.append(text);
    } else {
      quoted(text);
    }
  }

  /** Tells whether YAML reads these characters as themselves without quotes. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!word && (i == 0 ? "_/.$(" : "_/.$()-+*|").indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> character(c);
      }
    }
    out.append('"');
  }

  private void character(char c) {
    if (c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029) {
      String hex = Integer.toHexString(c);
      out.append("\\u").repeat('0', 4 - hex.length()).append(hex);
    } else {
      out.append(c);
    }
  }

  private void indent(int spaces) {
    out.repeat(' ', spaces);
  }
}
