package dev.goldcrest.promql.parser;

import dev.goldcrest.model.Matcher;
import dev.goldcrest.model.NearestName;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an expression: recursive descent, with precedence climbing for the binary operators.
 *
 * <p>The first fault ends the parse. Faults of form are found while reading, faults of type by
 * {@link TypeChecker} afterwards.
 */
public final class Parser {
  /** The longest expression that is read. */
  public static final int MAX_LENGTH = 1 << 18;

  /** The deepest tree that is built; it bounds the stack that later walks over it need. */
  public static final int MAX_DEPTH = 400;

  private final Lexer lexer;
  private final SelectorParser selectors;
  private final PostfixParser postfixes;
  private final boolean experimental;
  private int nesting;
  private int aggregations;
  // The height of the tree that was returned last.
  private int height;
  // Where the list of labels that was read last ends.
  private int labelsEnd;

  private Parser(String text, boolean experimental) throws QueryException {
    if (text.length() > MAX_LENGTH) {
      throw new QueryException(
          QueryException.Kind.BAD_DATA,
          "expression has "
              + text.length()
              + " characters; at most "
              + MAX_LENGTH
              + " are allowed");
    }
    this.lexer = new Lexer(text);
    this.selectors = new SelectorParser(lexer);
    this.postfixes = new PostfixParser(lexer);
    this.experimental = experimental;
    lexer.advance();
  }

  /**
   * Returns the checked tree of an expression.
   *
   * @param experimental whether experimental functions and aggregations are allowed
   * @throws QueryException of kind {@link QueryException.Kind#BAD_DATA} that points at the fault
   */
  public static Expr parse(String text, boolean experimental) throws QueryException {
    Parser parser = new Parser(text, experimental);
    if (parser.lexer.kind() == TokenKind.EOF) {
      throw parser.lexer.error(0, "no expression found in input");
    }
    Expr expr = parser.parseBinary(0);
    if (parser.lexer.kind() != TokenKind.EOF) {
      throw parser.unexpected();
    }
    TypeChecker.check(expr, text);
    return expr;
  }

  /** Returns the matchers of a text that is one selector and nothing else. */
  public static List<Matcher> parseSelector(String text) throws QueryException {
    Parser parser = new Parser(text, true);
    Span first = new Span(parser.lexer.start(), parser.lexer.end());
    String name = "";
    if (parser.lexer.kind().mayBeMetricName()) {
      name = parser.lexer.text();
      parser.lexer.advance();
    } else if (parser.lexer.kind() != TokenKind.LEFT_BRACE) {
      throw parser.unexpected();
    }
    VectorSelector selector = parser.selectors.parse(name, first);
    if (parser.lexer.kind() != TokenKind.EOF) {
      throw parser.unexpected();
    }
    TypeChecker.check(selector, text);
    return selector.matchers();
  }

  private QueryException unexpected() {
    return lexer.unexpected(aggregations > 0 ? "aggregation" : "", "");
  }

  private Expr parseBinary(int minPrecedence) throws QueryException {
    if (++nesting > MAX_DEPTH) {
      throw tooDeep();
    }
    Expr left = parseUnary();
    int leftHeight = height;
    while (true) {
      BinaryOp op = lexer.kind().operator();
      if (op == null || op.precedence() < minPrecedence) {
        break;
      }
      lexer.advance();
      boolean bool = lexer.kind() == TokenKind.BOOL;
      if (bool) {
        lexer.advance();
      }
      VectorMatching matching = parseMatching();
      boolean rightFirst = op == BinaryOp.POWER;
      Expr right = parseBinary(rightFirst ? op.precedence() : op.precedence() + 1);
      left = new Binary(op, left, right, matching(op, left, right, matching), bool);
      leftHeight = grown(leftHeight, height);
    }
    height = leftHeight;
    nesting--;
    return left;
  }

  private int grown(int one, int other) throws QueryException {
    int grown = Math.max(one, other) + 1;
    if (grown > MAX_DEPTH) {
      throw tooDeep();
    }
    return grown;
  }

  private QueryException tooDeep() {
    return lexer.error("expression is nested deeper than " + MAX_DEPTH + " levels");
  }

  // A matching written between operands that are not both vectors is kept: the checker refuses it.
  private static @Nullable VectorMatching matching(
      BinaryOp op, Expr left, Expr right, @Nullable VectorMatching written) {
    Cardinality implied = op.isSet() ? Cardinality.MANY_TO_MANY : Cardinality.ONE_TO_ONE;
    if (written == null) {
      boolean vectors = left.type() == ValueType.VECTOR && right.type() == ValueType.VECTOR;
      return vectors ? new VectorMatching(implied, false, List.of(), List.of()) : null;
    }
    return written.isGrouped()
        ? written
        : new VectorMatching(implied, written.on(), written.labels(), List.of());
  }

  private @Nullable VectorMatching parseMatching() throws QueryException {
    boolean on = lexer.kind() == TokenKind.ON;
    if (!on && lexer.kind() != TokenKind.IGNORING) {
      return null;
    }
    lexer.advance();
    List<String> labels = parseLabels();
    Cardinality cardinality = Cardinality.ONE_TO_ONE;
    List<String> include = List.of();
    if (lexer.kind() == TokenKind.GROUP_LEFT || lexer.kind() == TokenKind.GROUP_RIGHT) {
      cardinality =
          lexer.kind() == TokenKind.GROUP_LEFT ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
      lexer.advance();
      if (lexer.kind() == TokenKind.LEFT_PAREN) {
        include = parseLabels();
      }
    }
    return new VectorMatching(cardinality, on, labels, include);
  }

  private List<String> parseLabels() throws QueryException {
    lexer.expect(TokenKind.LEFT_PAREN, "grouping opts", "\"(\"");
    List<String> labels = new ArrayList<>();
    while (lexer.kind() != TokenKind.RIGHT_PAREN) {
      if (lexer.kind() == TokenKind.STRING) {
        labels.add(lexer.string());
      } else if (lexer.kind().mayBeLabelName() && lexer.kind() != TokenKind.METRIC_IDENTIFIER) {
        labels.add(lexer.text());
      } else {
        throw lexer.unexpected("grouping opts", "label");
      }
      lexer.advance();
      if (lexer.kind() == TokenKind.COMMA) {
        lexer.advance();
      } else if (lexer.kind() != TokenKind.RIGHT_PAREN) {
        throw lexer.unexpected("grouping opts", "\",\" or \")\"");
      }
    }
    labelsEnd = lexer.end();
    lexer.advance();
    return labels;
  }

  private Expr parseUnary() throws QueryException {
    if (lexer.kind() != TokenKind.ADD && lexer.kind() != TokenKind.SUBTRACT) {
      return parsePostfix(parsePrimary());
    }
    boolean negative = lexer.kind() == TokenKind.SUBTRACT;
    int start = lexer.start();
    lexer.advance();
    Expr operand = parseBinary(BinaryOp.UNARY_PRECEDENCE + 1);
    if (operand instanceof NumberLiteral number) {
      double value = negative ? -number.value() : number.value();
      return new NumberLiteral(value, number.duration(), new Span(start, number.span().end()));
    }
    height = grown(height, 0);
    return new Unary(negative, operand, start);
  }

  private Expr parsePostfix(Expr operand) throws QueryException {
    Expr expr = operand;
    while (PostfixParser.starts(lexer.kind())) {
      expr = postfixes.parse(expr);
      if (expr instanceof Subquery || expr instanceof MatrixSelector) {
        height = grown(height, 0);
      }
    }
    return expr;
  }

  private Expr parsePrimary() throws QueryException {
    height = 1;
    Span span = new Span(lexer.start(), lexer.end());
    TokenKind kind = lexer.kind();
    String text = lexer.text();
    return switch (kind) {
      case NUMBER, DURATION -> {
        boolean duration = kind == TokenKind.DURATION;
        double value = duration ? DurationParser.seconds(lexer) : DurationParser.number(lexer);
        lexer.advance();
        yield new NumberLiteral(value, duration, span);
      }
      case STRING -> {
        String string = lexer.string();
        lexer.advance();
        yield new StringLiteral(string, span);
      }
      case LEFT_PAREN -> {
        lexer.advance();
        Expr inner = parseBinary(0);
        height = grown(height, 0);
        yield new Paren(inner, new Span(span.start(), closeParen()));
      }
      case LEFT_BRACE -> selectors.parse("", span);
      default -> {
        if (!kind.mayBeMetricName()) {
          throw unexpected();
        }
        lexer.advance();
        yield parseNamed(kind, text, span);
      }
    };
  }

  private Expr parseNamed(TokenKind kind, String name, Span span) throws QueryException {
    boolean clause = lexer.kind() == TokenKind.BY || lexer.kind() == TokenKind.WITHOUT;
    boolean paren = lexer.kind() == TokenKind.LEFT_PAREN;
    if (kind == TokenKind.AGGREGATOR && (clause || paren)) {
      AggregateOp op = AggregateOp.valueOf(name.toUpperCase(Locale.ROOT));
      return parseAggregate(op, span.start());
    }
    boolean mayBeCall = kind == TokenKind.IDENTIFIER || kind.role() == TokenKind.Role.FUNCTION;
    return paren && mayBeCall ? parseCall(name, span) : selectors.parse(name, span);
  }

  private Expr parseCall(String name, Span nameSpan) throws QueryException {
    List<Expr> args = new ArrayList<>();
    Span span = new Span(nameSpan.start(), parseArguments(args));
    Function function = Function.named(name);
    if (function == null) {
      throw lexer.error(nameSpan.start(), unknownFunction(name));
    }
    if (function.isExperimental() && !experimental) {
      throw lexer.error(
          nameSpan.start(), "function " + Quoting.quote(name) + " is experimental and not enabled");
    }
    return new Call(function, args, span);
  }

  private static String unknownFunction(String name) {
    List<String> names = new ArrayList<>();
    for (Function function : Function.values()) {
      names.add(function.text());
    }
    for (AggregateOp op : AggregateOp.values()) {
      names.add(op.text());
    }
    String message = "unknown function with name " + Quoting.quote(name);
    Optional<String> near = NearestName.among(names, name);
    return near.isEmpty() ? message : message + ", did you mean " + Quoting.quote(near.get()) + "?";
  }

  /** Reads arguments in parentheses, adds them to {@code args} and returns where they end. */
  private int parseArguments(List<Expr> args) throws QueryException {
    lexer.expect(TokenKind.LEFT_PAREN, "aggregation", "");
    int highest = 0;
    while (lexer.kind() != TokenKind.RIGHT_PAREN) {
      args.add(parseBinary(0));
      highest = Math.max(highest, height);
      if (lexer.kind() == TokenKind.COMMA) {
        int comma = lexer.start();
        lexer.advance();
        if (lexer.kind() == TokenKind.RIGHT_PAREN) {
          throw lexer.error(comma, "trailing commas not allowed in function call args");
        }
      } else if (lexer.kind() != TokenKind.RIGHT_PAREN) {
        throw unexpected();
      }
    }
    height = grown(highest, 0);
    return closeParen();
  }

  private int closeParen() throws QueryException {
    int end = lexer.end();
    if (lexer.kind() != TokenKind.RIGHT_PAREN) {
      throw unexpected();
    }
    lexer.advance();
    return end;
  }

  private Expr parseAggregate(AggregateOp op, int start) throws QueryException {
    Grouping grouping = parseGrouping();
    List<Expr> args = new ArrayList<>();
    aggregations++;
    int end = parseArguments(args);
    aggregations--;
    if (grouping == null) {
      grouping = parseGrouping();
      end = grouping == null ? end : labelsEnd;
    }
    if (args.isEmpty()) {
      throw lexer.error(start, "no arguments for aggregate expression provided");
    }
    if (op.isExperimental() && !experimental) {
      throw lexer.error(start, op.text() + "() is experimental and not enabled");
    }
    int wanted = op.hasParameter() ? 2 : 1;
    if (args.size() != wanted) {
      throw lexer.error(
          start,
          "wrong number of arguments for aggregate expression provided, expected "
              + wanted
              + ", got "
              + args.size());
    }
    return new Aggregate(
        op,
        args.get(wanted - 1),
        op.hasParameter() ? args.get(0) : null,
        grouping == null ? Grouping.ALL : grouping,
        new Span(start, end));
  }

  private @Nullable Grouping parseGrouping() throws QueryException {
    boolean without = lexer.kind() == TokenKind.WITHOUT;
    if (!without && lexer.kind() != TokenKind.BY) {
      return null;
    }
    lexer.advance();
    return new Grouping(without, parseLabels());
  }
}
