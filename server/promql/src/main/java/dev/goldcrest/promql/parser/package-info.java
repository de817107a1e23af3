/**
 * The text of PromQL: from characters to a typed tree, and from a tree back to text.
 *
 * <p>Start with {@link dev.goldcrest.promql.parser.Parser}; the tree is {@link
 * dev.goldcrest.promql.parser.Expr}. Private to the PromQL module. Knows nothing of storage or of
 * evaluation.
 */
@NullMarked
package dev.goldcrest.promql.parser;

import org.jspecify.annotations.NullMarked;
