package dev.goldcrest.rules.template;

import dev.goldcrest.model.Quoting;
import dev.goldcrest.rules.template.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the tree of a template by recursive descent. Used once. */
final class TemplateParser {
  /** How deep blocks and parentheses may be nested. */
  private static final int MAX_DEPTH = 100;

  private final String name;
  private final String text;
  private final List<String> given;
  private final List<Token> tokens;
  private final Map<String, Node.Block> definitions = new HashMap<>();
  private List<String> variables = new ArrayList<>();
  private int at;
  private int depth;
  private int loops;

  TemplateParser(String name, String text, List<String> given) throws TemplateException {
    this.name = name;
    this.text = text;
    this.given = given;
    this.tokens = TemplateLexer.tokens(name, text);
    this.variables.add("$");
    this.variables.addAll(given);
  }

  Template parse() throws TemplateException {
    List<Node> nodes = new ArrayList<>();
    while (!peek().is(Kind.END)) {
      if (keywordAhead("define")) {
        define();
      } else if (blockEnds()) {
        throw error("unexpected {{" + openKeyword().text() + "}}");
      } else {
        nodes.add(node());
      }
    }
    return new Template(name, text, new Node.Block(nodes), Map.copyOf(definitions), given);
  }

  private void define() throws TemplateException {
    openKeyword();
    String defined = templateName("define clause");
    expect(Kind.RIGHT_DELIMITER, "define clause");
    definitions.put(defined, definitionBody());
  }

  /** Reads the body of a named template, which knows none of the variables around it. */
  private Node.Block definitionBody() throws TemplateException {
    List<String> outer = variables;
    int outerLoops = loops;
    variables = new ArrayList<>(List.of("$"));
    loops = 0;
    Node.Block body = block();
    variables = outer;
    loops = outerLoops;
    expectEnd();
    return body;
  }

  /** Reads nodes up to the action that ends them, {@code end} or {@code else}. */
  private Node.Block block() throws TemplateException {
    deeper();
    List<Node> nodes = new ArrayList<>();
    while (!blockEnds()) {
      if (peek().is(Kind.END)) {
        throw error("unexpected EOF");
      }
      nodes.add(node());
    }
    depth--;
    return new Node.Block(nodes);
  }

  private boolean blockEnds() {
    return keywordAhead("end") || keywordAhead("else");
  }

  private Node node() throws TemplateException {
    Token token = next();
    if (token.is(Kind.TEXT)) {
      return new Node.Literal(token.text());
    }
    Token word = nextNonSpace();
    if (!word.is(Kind.KEYWORD)) {
      at--;
      return new Node.Action(pipeline("command", Kind.RIGHT_DELIMITER));
    }
    return switch (word.text()) {
      case "if", "with", "range" -> branch(word.text());
      case "template" -> include(word);
      case "block" -> blockAction(word);
      case "break", "continue" -> jump(word);
      default -> throw unexpected(word, "command");
    };
  }

  private Node branch(String keyword) throws TemplateException {
    int scope = variables.size();
    boolean loop = keyword.equals("range");
    Pipeline condition = pipeline(keyword, Kind.RIGHT_DELIMITER);
    loops += loop ? 1 : 0;
    Node.Block body = block();
    loops -= loop ? 1 : 0;
    Node.Block otherwise = new Node.Block(List.of());
    if (!openKeyword().isKeyword("else")) {
      expect(Kind.RIGHT_DELIMITER, "end");
    } else if (!loop && peekNonSpace().isKeyword(keyword)) {
      // "else if" stands for an if inside the else; one end closes both.
      nextNonSpace();
      deeper();
      otherwise = new Node.Block(List.of(branch(keyword)));
      depth--;
    } else {
      expect(Kind.RIGHT_DELIMITER, "else");
      otherwise = block();
      expectEnd();
    }
    variables.subList(scope, variables.size()).clear();
    return loop
        ? new Node.Range(condition, body, otherwise)
        : new Node.Branch(keyword.equals("with"), condition, body, otherwise);
  }

  private Node include(Token word) throws TemplateException {
    String included = templateName("template clause");
    if (nextNonSpace().is(Kind.RIGHT_DELIMITER)) {
      return new Node.Include(word.offset(), included, Optional.empty());
    }
    at--;
    Pipeline data = pipeline("template clause", Kind.RIGHT_DELIMITER);
    return new Node.Include(word.offset(), included, Optional.of(data));
  }

  private Node blockAction(Token word) throws TemplateException {
    String defined = templateName("block clause");
    Pipeline data = pipeline("block clause", Kind.RIGHT_DELIMITER);
    definitions.put(defined, definitionBody());
    return new Node.Include(word.offset(), defined, Optional.of(data));
  }

  private Node jump(Token word) throws TemplateException {
    if (loops == 0) {
      throw error("{{" + word.text() + "}} outside {{range}}");
    }
    expect(Kind.RIGHT_DELIMITER, "{{" + word.text() + "}}");
    return new Node.Jump(word.text().equals("break") ? Flow.BREAK : Flow.CONTINUE);
  }

  private String templateName(String context) throws TemplateException {
    Token token = nextNonSpace();
    if (!token.is(Kind.STRING) && !token.is(Kind.RAW_STRING)) {
      throw unexpected(token, context);
    }
    return unquoted(token);
  }

  private Pipeline pipeline(String context, Kind end) throws TemplateException {
    deeper();
    int offset = peekNonSpace().offset();
    List<String> names = new ArrayList<>(2);
    boolean declares = targets(names, context.equals("range"));
    List<Command> commands = new ArrayList<>();
    do {
      Token first = peekNonSpace();
      if (first.is(end)) {
        throw error("missing value for " + context);
      }
      if (!beginsOperand(first.kind())) {
        throw unexpected(first, context);
      }
      commands.add(command(commands.size()));
    } while (nextNonSpace().is(Kind.PIPE));
    at--;
    expect(end, context);
    if (declares) {
      variables.addAll(names);
    }
    depth--;
    return new Pipeline(offset, names, declares, commands);
  }

  /** Reads the variables before {@code :=} or {@code =} and tells whether they are new. */
  private boolean targets(List<String> names, boolean two) throws TemplateException {
    int start = at;
    while (peekNonSpace().is(Kind.VARIABLE)) {
      Token variable = nextNonSpace();
      Token sign = nextNonSpace();
      names.add(variable.text());
      if (sign.is(Kind.DECLARE)) {
        return true;
      }
      if (sign.is(Kind.ASSIGN)) {
        for (String target : names) {
          requireVariable(target);
        }
        return false;
      }
      if (!sign.is(Kind.COMMA) || !two || names.size() == 2) {
        break;
      }
    }
    at = start;
    names.clear();
    return false;
  }

  private Command command(int stage) throws TemplateException {
    int offset = peekNonSpace().offset();
    List<Operand> operands = new ArrayList<>(3);
    while (beginsOperand(peekNonSpace().kind())) {
      operands.add(operand());
      Kind follower = peek().kind();
      if (follower != Kind.SPACE
          && follower != Kind.PIPE
          && follower != Kind.RIGHT_DELIMITER
          && follower != Kind.RIGHT_PAREN) {
        throw unexpected(peek(), "operand");
      }
    }
    Operand first = operands.get(0);
    if (stage > 0 && (first instanceof Operand.Constant || first instanceof Operand.Dot)) {
      throw error("non executable command in pipeline stage " + (stage + 1));
    }
    return new Command(offset, operands);
  }

  private static boolean beginsOperand(Kind kind) {
    return switch (kind) {
      case FIELD,
          VARIABLE,
          IDENTIFIER,
          BOOL,
          NIL,
          DOT,
          NUMBER,
          CHARACTER,
          STRING,
          RAW_STRING,
          LEFT_PAREN ->
          true;
      default -> false;
    };
  }

  private Operand operand() throws TemplateException {
    Operand term = term(nextNonSpace());
    if (!peek().is(Kind.FIELD)) {
      return term;
    }
    if (term instanceof Operand.Constant || term instanceof Operand.Dot) {
      throw error("unexpected . after term " + Quoting.quote(term.source()));
    }
    Operand base = term;
    List<String> names = new ArrayList<>();
    if (term instanceof Operand.Path path) {
      base = path.base();
      names.addAll(path.names());
    }
    while (peek().is(Kind.FIELD)) {
      names.add(next().text().substring(1));
    }
    return new Operand.Path(term.offset(), base, List.copyOf(names));
  }

  private Operand term(Token token) throws TemplateException {
    int offset = token.offset();
    String source = token.text();
    return switch (token.kind()) {
      case IDENTIFIER -> {
        if (!Functions.exists(source)) {
          throw error("function " + Quoting.quote(source) + " not defined");
        }
        yield new Operand.Function(offset, source);
      }
      case DOT -> new Operand.Dot(offset);
      case VARIABLE -> {
        requireVariable(source);
        yield new Operand.Variable(offset, source);
      }
      case FIELD -> new Operand.Path(offset, new Operand.Dot(offset), List.of(source.substring(1)));
      case NIL -> new Operand.Constant(offset, source, Value.Nothing.INSTANCE);
      case BOOL -> new Operand.Constant(offset, source, new Value.Bool(source.equals("true")));
      case NUMBER -> new Operand.Constant(offset, source, GoNumber.parse(source));
      case CHARACTER ->
          new Operand.Constant(offset, source, new Value.Int(unquoted(token).codePointAt(0)));
      case STRING, RAW_STRING ->
          new Operand.Constant(offset, source, new Value.Text(unquoted(token)));
      case LEFT_PAREN -> pipeline("parenthesized pipeline", Kind.RIGHT_PAREN);
      default -> throw unexpected(token, "operand");
    };
  }

  private void requireVariable(String variable) throws TemplateException {
    if (!variables.contains(variable)) {
      throw error("undefined variable " + Quoting.quote(variable));
    }
  }

  private String unquoted(Token token) throws TemplateException {
    Optional<String> value = GoText.unquote(token.text());
    if (value.isEmpty() || (token.is(Kind.CHARACTER) && value.get().isEmpty())) {
      throw error("invalid syntax in constant " + token.text());
    }
    return value.get();
  }

  private void deeper() throws TemplateException {
    depth++;
    if (depth > MAX_DEPTH) {
      throw error("nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  private boolean keywordAhead(String word) {
    if (!peek().is(Kind.LEFT_DELIMITER)) {
      return false;
    }
    int index = at + 1;
    while (tokens.get(index).is(Kind.SPACE)) {
      index++;
    }
    return tokens.get(index).isKeyword(word);
  }

  private Token openKeyword() {
    next();
    return nextNonSpace();
  }

  private void expectEnd() throws TemplateException {
    Token word = openKeyword();
    if (!word.isKeyword("end")) {
      throw error("expected end; found {{" + word.text() + "}}");
    }
    expect(Kind.RIGHT_DELIMITER, "end");
  }

  private void expect(Kind kind, String context) throws TemplateException {
    Token token = nextNonSpace();
    if (!token.is(kind)) {
      throw unexpected(token, context);
    }
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token peekNonSpace() {
    while (peek().is(Kind.SPACE)) {
      at++;
    }
    return peek();
  }

  private Token next() {
    Token token = tokens.get(at);
    // The last token, the end, can be read again and again.
    at += token.is(Kind.END) ? 0 : 1;
    return token;
  }

  private Token nextNonSpace() {
    peekNonSpace();
    return next();
  }

  private TemplateException unexpected(Token token, String context) {
    return error("unexpected " + token.shown() + " in " + context);
  }

  private TemplateException error(String message) {
    int last = Math.max(0, at - 1);
    return Place.of(text, tokens.get(last).offset()).parseError(name, message);
  }
}
