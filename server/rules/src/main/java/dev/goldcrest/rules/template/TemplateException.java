package dev.goldcrest.rules.template;

/** A template cannot be parsed or expanded; the message gives the place, as Go does. */
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1L;

  TemplateException(String message) {
    super(message, null, false, false);
  }
}
