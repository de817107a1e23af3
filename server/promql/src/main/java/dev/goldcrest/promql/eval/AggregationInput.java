package dev.goldcrest.promql.eval;

import dev.goldcrest.promql.parser.Span;

/**
 * What an aggregation with an argument works on.
 *
 * @param parameter the scalar argument
 * @param parameterSpan where the argument stands, for messages
 */
record AggregationInput(Operator vector, Operator parameter, Span parameterSpan) {}
