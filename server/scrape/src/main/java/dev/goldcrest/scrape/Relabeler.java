package dev.goldcrest.scrape;

import dev.goldcrest.model.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Applies relabelling rules to label sets, step by step, as Prometheus does. */
public final class Relabeler {
  private Relabeler() {}

  /**
   * Returns the labels after all rules, or empty when a rule drops what they describe. A rule may
   * also remove every label, which leaves the empty set.
   */
  public static Optional<Labels> relabel(List<RelabelRule> rules, Labels labels) {
    if (rules.isEmpty()) {
      return Optional.of(labels);
    }
    Labels.Builder builder = labels.toBuilder();
    return apply(rules, builder) ? Optional.of(builder.build()) : Optional.empty();
  }

  /**
   * Applies all rules in place.
   *
   * @return {@code false} when a rule drops what the labels describe; the builder is then half-way
   */
  public static boolean apply(List<RelabelRule> rules, Labels.Builder labels) {
    for (RelabelRule rule : rules) {
      if (!applyOne(rule, labels)) {
        return false;
      }
    }
    return true;
  }

  private static boolean applyOne(RelabelRule rule, Labels.Builder labels) {
    String value = joined(rule, labels);
    String target = rule.targetLabel();
    switch (rule.action()) {
      case KEEP -> {
        return rule.regex().matches(value);
      }
      case DROP -> {
        return !rule.regex().matches(value);
      }
      case KEEPEQUAL -> {
        return labels.get(target).equals(value);
      }
      case DROPEQUAL -> {
        return !labels.get(target).equals(value);
      }
      case REPLACE -> replace(rule, value, labels);
      case HASHMOD -> labels.set(target, hashMod(value, rule.modulus()));
      case LOWERCASE -> labels.set(target, value.toLowerCase(Locale.ROOT));
      case UPPERCASE -> labels.set(target, value.toUpperCase(Locale.ROOT));
      case LABELMAP -> map(rule, labels);
      case LABELDROP -> removeNames(rule, labels, true);
      case LABELKEEP -> removeNames(rule, labels, false);
    }
    return true;
  }

  private static String joined(RelabelRule rule, Labels.Builder labels) {
    List<String> sources = rule.sourceLabels();
    if (sources.isEmpty()) {
      return "";
    }
    if (sources.size() == 1) {
      return labels.get(sources.getFirst());
    }
    StringBuilder joined = new StringBuilder(64);
    for (int i = 0; i < sources.size(); i++) {
      joined.append(i == 0 ? "" : rule.separator()).append(labels.get(sources.get(i)));
    }
    return joined.toString();
  }

  private static void replace(RelabelRule rule, String value, Labels.Builder labels) {
    Optional<String> replacement = rule.regex().expand(value, rule.replacement());
    if (replacement.isEmpty()) {
      return;
    }
    String name = rule.targetLabel();
    if (name.indexOf('$') >= 0) {
      name = rule.regex().expand(value, name).orElseThrow();
    }
    // A name that comes out empty is no label name; the rule then does nothing.
    if (!name.isEmpty()) {
      labels.set(name, replacement.get());
    }
  }

  private static void map(RelabelRule rule, Labels.Builder labels) {
    // All matches are found before the first is written, so that no copy is copied again.
    Labels before = labels.build();
    for (int i = 0; i < before.size(); i++) {
      Optional<String> name = rule.regex().expand(before.name(i), rule.replacement());
      if (name.isPresent() && !name.get().isEmpty()) {
        labels.set(name.get(), before.value(i));
      }
    }
  }

  private static void removeNames(RelabelRule rule, Labels.Builder labels, boolean matching) {
    for (String name : labels.names()) {
      if (rule.regex().matches(name) == matching) {
        labels.remove(name);
      }
    }
  }

  private static String hashMod(String value, long modulus) {
    try {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(value.getBytes(StandardCharsets.UTF_8));
      long low = ByteBuffer.wrap(md5).getLong(8);
      return Long.toUnsignedString(Long.remainderUnsigned(low, modulus));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("BUG: a Java runtime without MD5", e);
    }
  }
}
