package dev.goldcrest.promql.parser;

import dev.goldcrest.model.GoFloat;
import dev.goldcrest.model.LabelNames;
import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.model.PromDuration;
import dev.goldcrest.model.Quoting;
import dev.goldcrest.promql.parser.Expr.Aggregate;
import dev.goldcrest.promql.parser.Expr.Binary;
import dev.goldcrest.promql.parser.Expr.Call;
import dev.goldcrest.promql.parser.Expr.MatrixSelector;
import dev.goldcrest.promql.parser.Expr.NumberLiteral;
import dev.goldcrest.promql.parser.Expr.Paren;
import dev.goldcrest.promql.parser.Expr.StringLiteral;
import dev.goldcrest.promql.parser.Expr.Subquery;
import dev.goldcrest.promql.parser.Expr.Unary;
import dev.goldcrest.promql.parser.Expr.VectorSelector;
import dev.goldcrest.promql.parser.VectorMatching.Cardinality;
import java.util.ArrayList;
import java.util.List;

/** Writes a tree as its canonical text, which parses to the same tree. */
public final class Printer implements Expr.Visitor<StringBuilder, RuntimeException> {
  private final StringBuilder out = new StringBuilder();

  private Printer() {}

  /** Returns the canonical text. */
  public static String print(Expr expr) {
    Printer printer = new Printer();
    printer.append(expr);
    return printer.out.toString();
  }

  private StringBuilder append(Expr expr) {
    return expr.accept(this);
  }

  @Override
  public StringBuilder visit(NumberLiteral number) {
    appendNumber(number.value(), number.duration());
    return out;
  }

  @Override
  public StringBuilder visit(StringLiteral string) {
    return out.append(Quoting.quote(string.value()));
  }

  @Override
  public StringBuilder visit(VectorSelector vector) {
    appendSelector(vector);
    appendModifiers(vector.modifiers());
    return out;
  }

  @Override
  public StringBuilder visit(MatrixSelector matrix) {
    appendSelector(matrix.vector());
    out.append('[');
    appendDuration(matrix.range());
    out.append(']');
    appendModifiers(matrix.vector().modifiers());
    return out;
  }

  @Override
  public StringBuilder visit(Call call) {
    out.append(call.function().text()).append('(');
    for (int i = 0; i < call.args().size(); i++) {
      out.append(i == 0 ? "" : ", ");
      append(call.args().get(i));
    }
    return out.append(')');
  }

  @Override
  public StringBuilder visit(Unary unary) {
    out.append(unary.negative() ? '-' : '+');
    return append(unary.expr());
  }

  @Override
  public StringBuilder visit(Paren paren) {
    out.append('(');
    return append(paren.expr()).append(')');
  }

  private void appendNumber(double value, boolean duration) {
    if (duration) {
      out.append(PromDuration.format(Math.round(value * 1000)));
    } else {
      out.append(GoFloat.plain(value));
    }
  }

  private void appendSelector(VectorSelector selector) {
    List<String> matchers = new ArrayList<>();
    for (Matcher matcher : selector.matchers()) {
      boolean shownAsName = matcher.name().equals(Labels.METRIC_NAME) && !selector.name().isEmpty();
      if (!shownAsName) {
        matchers.add(matcher.toString());
      }
    }
    out.append(selector.name());
    if (!matchers.isEmpty() || selector.name().isEmpty()) {
      matchers.sort(null);
      out.append('{').append(String.join(",", matchers)).append('}');
    }
  }

  private void appendModifiers(Modifiers modifiers) {
    switch (modifiers.at()) {
      case NONE -> {}
      case START -> out.append(" @ start()");
      case END -> out.append(" @ end()");
      case TIME -> appendTimestamp(modifiers.atMillis());
    }
    if (modifiers.offset() != null) {
      out.append(" offset ");
      appendDuration(modifiers.offset());
    }
  }

  private void appendTimestamp(long millis) {
    long size = Math.abs(millis);
    String fraction = Long.toString(1000 + size % 1000);
    out.append(" @ ").append(millis < 0 ? "-" : "").append(size / 1000);
    out.append('.').append(fraction, 1, 4);
  }

  @Override
  public StringBuilder visit(Subquery subquery) {
    append(subquery.expr());
    out.append('[');
    appendDuration(subquery.range());
    out.append(':');
    if (subquery.step() != null) {
      appendDuration(subquery.step());
    }
    out.append(']');
    appendModifiers(subquery.modifiers());
    return out;
  }

  // A literal that stands alone is a length of time, so it is shown with units.
  private void appendDuration(DurationExpr duration) {
    if (duration.isPlainLiteral()) {
      appendNumber(duration.seconds(), true);
    } else {
      appendDurationPart(duration);
    }
  }

  private void appendDurationPart(DurationExpr duration) {
    out.append(duration.wrapped() ? "(" : "");
    List<DurationExpr> operands = duration.operands();
    switch (duration.op()) {
      case NUMBER -> appendNumber(duration.seconds(), false);
      case DURATION -> appendNumber(duration.seconds(), true);
      case STEP, RANGE -> out.append(duration.op().text());
      case NEGATE -> {
        out.append(duration.op().text());
        appendDurationPart(operands.get(0));
      }
      case MIN_OF, MAX_OF -> {
        out.append(duration.op().text()).append('(');
        appendDurationPart(operands.get(0));
        out.append(", ");
        appendDurationPart(operands.get(1));
        out.append(')');
      }
      default -> {
        appendDurationPart(operands.get(0));
        out.append(' ').append(duration.op().text()).append(' ');
        appendDurationPart(operands.get(1));
      }
    }
    out.append(duration.wrapped() ? ")" : "");
  }

  @Override
  public StringBuilder visit(Aggregate aggregate) {
    out.append(aggregate.op().text());
    Grouping grouping = aggregate.grouping();
    if (grouping.without() || !grouping.labels().isEmpty()) {
      out.append(grouping.without() ? " without " : " by ");
      appendLabels(grouping.labels());
      out.append(' ');
    }
    out.append('(');
    if (aggregate.param() != null) {
      append(aggregate.param());
      out.append(", ");
    }
    append(aggregate.expr());
    out.append(')');
    return out;
  }

  private void appendLabels(List<String> labels) {
    out.append('(');
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      out.append(i == 0 ? "" : ", ");
      out.append(LabelNames.isLegacy(label) ? label : Quoting.quote(label));
    }
    out.append(')');
  }

  @Override
  public StringBuilder visit(Binary binary) {
    append(binary.left());
    out.append(' ').append(binary.op().text()).append(binary.bool() ? " bool " : " ");
    VectorMatching matching = binary.matching();
    if (matching != null) {
      appendMatching(matching);
    }
    append(binary.right());
    return out;
  }

  private void appendMatching(VectorMatching matching) {
    if (matching.on() || !matching.labels().isEmpty() || matching.isGrouped()) {
      out.append(matching.on() ? "on " : "ignoring ");
      appendLabels(matching.labels());
      out.append(' ');
    }
    if (matching.isGrouped()) {
      boolean left = matching.cardinality() == Cardinality.MANY_TO_ONE;
      out.append(left ? "group_left " : "group_right ");
      appendLabels(matching.include());
      out.append(' ');
    }
  }
}
