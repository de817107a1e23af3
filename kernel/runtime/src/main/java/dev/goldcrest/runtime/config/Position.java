package dev.goldcrest.runtime.config;

/**
 * A place in a file.
 *
 * @param line counting from 1
 * @param column counting from 1, in characters
 */
public record Position(String file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
