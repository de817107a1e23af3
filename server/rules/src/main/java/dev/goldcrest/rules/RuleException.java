package dev.goldcrest.rules;

/** A rule's result cannot be used: it names a series twice or is larger than the group's limit. */
final class RuleException extends Exception {
  private static final long serialVersionUID = 1L;

  RuleException(String message) {
    super(message, null, false, false);
  }
}
