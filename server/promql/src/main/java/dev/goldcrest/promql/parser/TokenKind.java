package dev.goldcrest.promql.parser;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of tokens. */
enum TokenKind {
  EOF(Role.END),
  IDENTIFIER(Role.NAMED),
  METRIC_IDENTIFIER(Role.NAMED),
  STRING(Role.NAMED),
  NUMBER(Role.NAMED),
  DURATION(Role.NAMED),

  LEFT_PAREN(Role.PUNCTUATION),
  RIGHT_PAREN(Role.PUNCTUATION),
  LEFT_BRACE(Role.PUNCTUATION),
  RIGHT_BRACE(Role.PUNCTUATION),
  LEFT_BRACKET(Role.PUNCTUATION),
  RIGHT_BRACKET(Role.PUNCTUATION),
  COMMA(Role.PUNCTUATION),
  COLON(Role.PUNCTUATION),
  ASSIGN(Role.PUNCTUATION),

  EQUAL(BinaryOp.EQUAL),
  NOT_EQUAL(BinaryOp.NOT_EQUAL),
  LESS_OR_EQUAL(BinaryOp.LESS_OR_EQUAL),
  LESS(BinaryOp.LESS),
  GREATER_OR_EQUAL(BinaryOp.GREATER_OR_EQUAL),
  GREATER(BinaryOp.GREATER),
  ADD(BinaryOp.ADD),
  SUBTRACT(BinaryOp.SUBTRACT),
  MULTIPLY(BinaryOp.MULTIPLY),
  DIVIDE(BinaryOp.DIVIDE),
  MODULO(BinaryOp.MODULO),
  POWER(BinaryOp.POWER),
  ATAN2(BinaryOp.ATAN2),
  AND(BinaryOp.AND),
  OR(BinaryOp.OR),
  UNLESS(BinaryOp.UNLESS),
  AT(Role.OPERATOR),
  REGEX(Role.OPERATOR),
  NOT_REGEX(Role.OPERATOR),

  AGGREGATOR(Role.AGGREGATOR),

  BOOL(Role.KEYWORD),
  BY(Role.KEYWORD),
  GROUP_LEFT(Role.KEYWORD),
  GROUP_RIGHT(Role.KEYWORD),
  IGNORING(Role.KEYWORD),
  OFFSET(Role.KEYWORD),
  ON(Role.KEYWORD),
  WITHOUT(Role.KEYWORD),

  START(Role.FUNCTION),
  END(Role.FUNCTION),
  STEP(Role.FUNCTION),
  RANGE(Role.FUNCTION),
  MIN_OF(Role.FUNCTION),
  MAX_OF(Role.FUNCTION);

  /** How a token is described in messages. */
  enum Role {
    END,
    NAMED,
    PUNCTUATION,
    FUNCTION,
    OPERATOR,
    AGGREGATOR,
    KEYWORD
  }

  private static final Map<String, TokenKind> KEYWORDS = keywords();

  private final Role role;
  private final @Nullable BinaryOp operator;

  TokenKind(Role role) {
    this.role = role;
    this.operator = null;
  }

  TokenKind(BinaryOp operator) {
    this.role = Role.OPERATOR;
    this.operator = operator;
  }

  Role role() {
    return role;
  }

  /** Returns the operator between expressions that the token is, or null. */
  @Nullable BinaryOp operator() {
    return operator;
  }

  /** Tells whether the word may also stand for a metric of that name. */
  boolean mayBeMetricName() {
    return switch (this) {
      case IDENTIFIER,
          METRIC_IDENTIFIER,
          AGGREGATOR,
          BY,
          WITHOUT,
          OFFSET,
          AND,
          OR,
          UNLESS,
          START,
          END,
          STEP,
          RANGE,
          MIN_OF,
          MAX_OF ->
          true;
      default -> false;
    };
  }

  /** Tells whether the word may also stand for a label of that name in a list of labels. */
  boolean mayBeLabelName() {
    return switch (this) {
      case BOOL, GROUP_LEFT, GROUP_RIGHT, IGNORING, ON, ATAN2 -> true;
      default -> mayBeMetricName();
    };
  }

  /** Returns the kind of a word, {@link #IDENTIFIER} for all that are not keywords. */
  static TokenKind ofWord(String word) {
    TokenKind keyword = KEYWORDS.get(word.toLowerCase(Locale.ROOT));
    if (keyword != null) {
      return keyword;
    }
    return word.indexOf(':') >= 0 ? METRIC_IDENTIFIER : IDENTIFIER;
  }

  private static Map<String, TokenKind> keywords() {
    Map<String, TokenKind> map = new HashMap<>();
    for (TokenKind kind : values()) {
      if (kind.role == Role.KEYWORD || kind.role == Role.FUNCTION) {
        map.put(kind.name().toLowerCase(Locale.ROOT), kind);
      }
    }
    for (AggregateOp op : AggregateOp.values()) {
      map.put(op.text(), AGGREGATOR);
    }
    map.put("and", AND);
    map.put("or", OR);
    map.put("unless", UNLESS);
    map.put("atan2", ATAN2);
    map.put("inf", NUMBER);
    map.put("nan", NUMBER);
    return map;
  }
}
