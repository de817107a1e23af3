package dev.goldcrest.cli;

/** The version of this build; a test keeps it equal to the one in the root pom. */
final class Version {
  static final String TEXT = "0.1.0";

  private Version() {}
}
