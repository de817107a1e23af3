/**
 * Configuration as people write it: YAML with exact positions and command-line flags with
 * environment variables.
 *
 * <p>Start with {@link dev.goldcrest.runtime.config.Yaml} and {@link
 * dev.goldcrest.runtime.config.FlagSet}. What the keys mean is the business of the modules that
 * read them.
 */
@NullMarked
package dev.goldcrest.runtime.config;

import org.jspecify.annotations.NullMarked;
