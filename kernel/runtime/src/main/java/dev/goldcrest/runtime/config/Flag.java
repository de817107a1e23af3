package dev.goldcrest.runtime.config;

import java.util.Locale;

/**
 * One command-line flag.
 *
 * @param name without the dashes, dotted as Prometheus writes its own
 * @param otherwise the value when nothing is given, as text
 * @param help one sentence for {@code --help}
 */
public record Flag(String name, Kind kind, String otherwise, String help) {
  /** What values a flag takes. */
  public enum Kind {
    TEXT("text"),
    SWITCH(""),
    DURATION("duration"),
    SIZE("size"),
    NUMBER("number"),
    /** May be given several times; values are joined by commas in its text. */
    LIST("text");

    private final String placeholder;

    Kind(String placeholder) {
      this.placeholder = placeholder;
    }

    /** Returns the word that stands for a value in help texts. */
    public String placeholder() {
      return placeholder;
    }
  }

  /** Returns the environment variable that sets the flag: GOLDCREST_ and the name in capitals. */
  public String environmentVariable() {
    return "GOLDCREST_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
