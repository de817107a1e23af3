/**
 * The nouns every part of Goldcrest shares: label sets, matchers, special sample values, metric
 * metadata, durations and number text as Prometheus writes them.
 *
 * <p>Start with {@link dev.goldcrest.model.Labels} and {@link dev.goldcrest.model.Matcher}. Nothing
 * here performs I/O, reads a clock or knows any other package; the only library beneath is RE2J,
 * because which strings a regular expression matches is part of what a matcher means.
 */
@NullMarked
package dev.goldcrest.model;

import org.jspecify.annotations.NullMarked;
