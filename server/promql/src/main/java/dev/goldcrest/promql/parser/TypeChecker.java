package dev.goldcrest.promql.parser;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
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
import dev.goldcrest.query.QueryException;
import java.util.List;

/** Checks that every part of a tree has the type that its place asks for. */
final class TypeChecker implements Expr.Visitor<ValueType, QueryException> {
  private final String text;

  private TypeChecker(String text) {
    this.text = text;
  }

  /** Checks a tree; {@code text} is what it was read from. */
  static void check(Expr expr, String text) throws QueryException {
    new TypeChecker(text).check(expr);
  }

  private QueryException error(Span span, String message) {
    return ParseErrors.at(text, span.start(), message);
  }

  private ValueType check(Expr expr) throws QueryException {
    return expr.accept(this);
  }

  @Override
  public ValueType visit(NumberLiteral number) {
    return number.type();
  }

  @Override
  public ValueType visit(StringLiteral string) {
    return string.type();
  }

  @Override
  public ValueType visit(MatrixSelector matrix) throws QueryException {
    check(matrix.vector());
    return matrix.type();
  }

  @Override
  public ValueType visit(Paren paren) throws QueryException {
    return check(paren.expr());
  }

  @Override
  public ValueType visit(VectorSelector selector) throws QueryException {
    List<Matcher> matchers = selector.matchers();
    if (!selector.name().isEmpty()) {
      for (Matcher matcher : matchers.subList(0, matchers.size() - 1)) {
        if (matcher.name().equals(Labels.METRIC_NAME)) {
          throw error(
              selector.span(), SelectorParser.nameSetTwice(selector.name(), matcher.value()));
        }
      }
      return selector.type();
    }
    for (Matcher matcher : matchers) {
      if (!matcher.matchesEmpty()) {
        return selector.type();
      }
    }
    throw error(selector.span(), "vector selector must contain at least one non-empty matcher");
  }

  @Override
  public ValueType visit(Subquery subquery) throws QueryException {
    ValueType type = check(subquery.expr());
    if (type != ValueType.VECTOR) {
      throw error(
          subquery.span(),
          "subquery is only allowed on instant vector, got " + type.text() + " instead");
    }
    return subquery.type();
  }

  @Override
  public ValueType visit(Unary unary) throws QueryException {
    ValueType type = check(unary.expr());
    if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
      throw error(
          unary.span(),
          "unary expression only allowed on expressions of type scalar or instant vector, got "
              + Quoting.quote(type.documented()));
    }
    return unary.type();
  }

  @Override
  public ValueType visit(Aggregate aggregate) throws QueryException {
    expect(aggregate.expr(), ValueType.VECTOR, "aggregation expression");
    if (aggregate.param() != null) {
      expect(aggregate.param(), aggregate.op().parameterType(), "aggregation parameter");
    }
    return aggregate.type();
  }

  private void expect(Expr expr, ValueType wanted, String context) throws QueryException {
    check(expr);
    if (expr.type() != wanted) {
      throw error(
          expr.span(),
          "expected type "
              + wanted.documented()
              + " in "
              + context
              + ", got "
              + expr.type().documented());
    }
  }

  @Override
  public ValueType visit(Call call) throws QueryException {
    Function function = call.function();
    int count = call.args().size();
    String bound = "";
    int wanted = function.argCount();
    if (!function.isVariadic()) {
      bound = count == wanted ? "" : "expected ";
    } else if (count < function.minArgs()) {
      bound = "expected at least ";
      wanted = function.minArgs();
    } else if (count > wanted && !function.hasRepeatedArgument()) {
      bound = "expected at most ";
    }
    if (!bound.isEmpty()) {
      throw error(
          call.span(),
          bound
              + wanted
              + " argument(s) in call to "
              + Quoting.quote(function.text())
              + ", got "
              + count);
    }
    for (int i = 0; i < count; i++) {
      String context = "call to function " + Quoting.quote(function.text());
      expect(call.args().get(i), function.argType(i), context);
    }
    return call.type();
  }

  @Override
  public ValueType visit(Binary binary) throws QueryException {
    ValueType left = check(binary.left());
    ValueType right = check(binary.right());
    BinaryOp op = binary.op();
    Span between = new Span(operatorStart(binary), binary.right().span().start());
    if (binary.bool() && !op.isComparison()) {
      throw error(between, "bool modifier can only be used on comparison operators");
    }
    boolean scalars = left == ValueType.SCALAR && right == ValueType.SCALAR;
    if (op.isComparison() && !binary.bool() && scalars) {
      throw error(between, "comparisons between scalars must use BOOL modifier");
    }
    checkInclude(binary, between);
    checkOperand(binary.left());
    checkOperand(binary.right());
    if (left != ValueType.VECTOR || right != ValueType.VECTOR) {
      VectorMatching matching = binary.matching();
      if (matching != null && !matching.labels().isEmpty()) {
        throw error(binary.span(), "vector matching only allowed between instant vectors");
      }
      if (op.isSet()) {
        throw error(
            binary.span(),
            "set operator "
                + Quoting.quote(op.text())
                + " not allowed in binary scalar expression");
      }
    } else if (op.isSet() && cardinality(binary) != Cardinality.MANY_TO_MANY) {
      throw error(
          binary.span(), "no grouping allowed for " + Quoting.quote(op.text()) + " operation");
    }
    return binary.type();
  }

  private static Cardinality cardinality(Binary binary) {
    VectorMatching matching = binary.matching();
    return matching == null ? Cardinality.MANY_TO_MANY : matching.cardinality();
  }

  private void checkOperand(Expr operand) throws QueryException {
    ValueType type = operand.type();
    if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
      throw error(
          operand.span(), "binary expression must contain only scalar and instant vector types");
    }
  }

  private void checkInclude(Binary binary, Span between) throws QueryException {
    VectorMatching matching = binary.matching();
    if (matching == null || !matching.on()) {
      return;
    }
    for (String label : matching.labels()) {
      if (matching.include().contains(label)) {
        throw error(
            between,
            "label " + Quoting.quote(label) + " must not occur in ON and GROUP clause at once");
      }
    }
  }

  private int operatorStart(Binary binary) {
    int i = binary.left().span().end();
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
