/**
 * What tests of several modules share: virtual time, an in-memory store behind the storage ports,
 * and contract suites that every implementation of a port must pass.
 */
@NullMarked
package dev.goldcrest.testkit;

import org.jspecify.annotations.NullMarked;
