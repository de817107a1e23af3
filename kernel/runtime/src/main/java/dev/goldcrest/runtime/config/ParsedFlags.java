package dev.goldcrest.runtime.config;

import dev.goldcrest.model.PromDuration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a command's flags, checked. Immutable. */
public final class ParsedFlags {
  private final Map<String, Flag> flags;
  private final Map<String, String> values;

  ParsedFlags(Map<String, Flag> flags, Map<String, String> values) {
    this.flags = Map.copyOf(flags);
    this.values = Map.copyOf(values);
  }

  /** Returns the value as text. */
  public String text(Flag flag) {
    if (!flag.equals(flags.get(flag.name()))) {
      throw new IllegalStateException("BUG: flag --" + flag.name() + " is not of this command");
    }
    return values.getOrDefault(flag.name(), flag.otherwise());
  }

  /** Tells whether a switch is on. */
  public boolean isOn(Flag flag) {
    return text(flag).equals("true");
  }

  /** Returns a duration in milliseconds. */
  public long millis(Flag flag) {
    return PromDuration.parseMillis(text(flag));
  }

  /** Returns a size in bytes; an empty value is 0. */
  public long bytes(Flag flag) {
    String text = text(flag);
    return text.isEmpty() ? 0 : ByteSize.parse(text).orElseThrow();
  }

  /** Returns a whole number. */
  public long number(Flag flag) {
    return Long.parseLong(text(flag));
  }

  /** Returns the values of a repeatable flag in the order given. */
  public List<String> list(Flag flag) {
    String text = text(flag);
    return text.isEmpty() ? List.of() : List.of(text.split(","));
  }

  /** Tells whether the flag was given by argument or environment. */
  public boolean isGiven(Flag flag) {
    return values.containsKey(flag.name());
  }

  /** Returns every flag's name with its value in force, for {@code /api/v1/status/flags}. */
  public Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    flags.values().stream()
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .forEach(f -> all.put(f.name(), text(f)));
    return all;
  }
}
