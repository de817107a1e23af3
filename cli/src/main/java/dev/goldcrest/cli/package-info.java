/**
 * The {@code goldcrest} command: its roles, and the demo that composes them.
 *
 * <p>Start with {@link dev.goldcrest.cli.Main}. A role reads its flags, opens its parts on a {@link
 * dev.goldcrest.cli.Platform}, waits for the end and closes them in reverse.
 */
@NullMarked
package dev.goldcrest.cli;

import org.jspecify.annotations.NullMarked;
