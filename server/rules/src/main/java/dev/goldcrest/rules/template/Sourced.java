package dev.goldcrest.rules.template;

/** A part of a template that messages can point at. */
interface Sourced {
  /** Returns where it begins in the template's text. */
  int offset();

  /** Returns it as Go prints it. */
  String source();
}
