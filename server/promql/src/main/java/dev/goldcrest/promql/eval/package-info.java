/**
 * The evaluation of PromQL: operators that first tell the label sets of their results and then
 * compute one series after another over the whole grid of steps.
 *
 * <p>Start with {@link dev.goldcrest.promql.eval.Planner}, which turns a tree into operators, and
 * {@link dev.goldcrest.promql.eval.Operator}, the contract between them. Private to the PromQL
 * module.
 */
@NullMarked
package dev.goldcrest.promql.eval;

import org.jspecify.annotations.NullMarked;
