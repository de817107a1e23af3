package dev.goldcrest.promql.eval;

import dev.goldcrest.promql.parser.AggregateOp;
import dev.goldcrest.promql.parser.BinaryOp;
import dev.goldcrest.promql.parser.Expr;
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
import dev.goldcrest.promql.parser.Function;
import dev.goldcrest.promql.parser.ValueType;
import dev.goldcrest.promql.parser.VectorMatching;
import dev.goldcrest.query.QueryException;
import java.util.ArrayList;
import java.util.List;

/** Turns a tree into operators over a grid. */
final class Planner implements Expr.Visitor<Operator, QueryException> {
  private final Evaluation evaluation;
  private final Grid grid;
  private final SourcePlanner sources;

  Planner(Evaluation evaluation, Grid grid) {
    this.evaluation = evaluation;
    this.grid = grid;
    this.sources = new SourcePlanner(evaluation, grid);
  }

  /** Returns the operator for a scalar or vector expression. */
  Operator plan(Expr expr) throws QueryException {
    Expr inner = expr.unwrapped();
    boolean literal = inner instanceof NumberLiteral;
    if (grid.count() > 1 && !literal && StepInvariance.holds(inner)) {
      return new StepInvariant(new Planner(evaluation, grid.first()).plan(inner));
    }
    return inner.accept(this);
  }

  @Override
  public Operator visit(NumberLiteral number) {
    return new Constant(number.value());
  }

  @Override
  public Operator visit(VectorSelector selector) throws QueryException {
    return planSelector(selector, false);
  }

  @Override
  public Operator visit(Paren paren) throws QueryException {
    return plan(paren.expr());
  }

  @Override
  public Operator visit(StringLiteral string) {
    throw unplannable(string);
  }

  @Override
  public Operator visit(MatrixSelector matrix) {
    throw unplannable(matrix);
  }

  @Override
  public Operator visit(Subquery subquery) {
    throw unplannable(subquery);
  }

  private static IllegalStateException unplannable(Expr expr) {
    return new IllegalStateException("BUG: no vector in an expression of type " + expr.type());
  }

  private Operator planSelector(VectorSelector selector, boolean timestampWanted)
      throws QueryException {
    SelectorTimes times = sources.times(selector.modifiers());
    CursorSource source = sources.selector(selector, times, evaluation.lookbackMillis(), "");
    return new InstantSelector(evaluation, source, times, timestampWanted);
  }

  private Operator merged(Operator operator) {
    return evaluation.delayedNames() ? operator : new MergeSeries(operator, grid, false);
  }

  private List<Operator> planAll(List<Expr> exprs) throws QueryException {
    List<Operator> operators = new ArrayList<>(exprs.size());
    for (Expr expr : exprs) {
      operators.add(plan(expr));
    }
    return operators;
  }

  @Override
  public Operator visit(Unary unary) throws QueryException {
    Operator operand = plan(unary.expr());
    if (!unary.negative()) {
      return operand;
    }
    ScalarBinary.Form form = new ScalarBinary.Form(BinaryOp.MULTIPLY, false, false);
    return merged(new ScalarBinary(evaluation, operand, new Constant(-1), grid, form));
  }

  @Override
  public Operator visit(Binary binary) throws QueryException {
    Operator left = plan(binary.left());
    Operator right = plan(binary.right());
    VectorMatching matching = binary.matching();
    boolean vectors =
        binary.left().type() == ValueType.VECTOR && binary.right().type() == ValueType.VECTOR;
    if (!vectors || matching == null) {
      boolean scalarLeft =
          binary.left().type() == ValueType.SCALAR && binary.right().type() == ValueType.VECTOR;
      ScalarBinary.Form form = new ScalarBinary.Form(binary.op(), binary.bool(), scalarLeft);
      Operator vector = scalarLeft ? right : left;
      Operator scalar = scalarLeft ? left : right;
      return merged(new ScalarBinary(evaluation, vector, scalar, grid, form));
    }
    if (binary.op().isSet()) {
      SetOperator.Form form = new SetOperator.Form(binary.op(), matching);
      SetOperator operator = new SetOperator(evaluation, left, right, grid, form);
      // Only `or` can bring the same label set from both sides.
      return binary.op() == BinaryOp.OR ? new MergeSeries(operator, grid, false) : operator;
    }
    VectorBinary.Form form = new VectorBinary.Form(binary.op(), binary.bool(), matching);
    return new VectorBinary(evaluation, left, right, grid, form);
  }

  @Override
  public Operator visit(Aggregate aggregate) throws QueryException {
    Operator vector = plan(aggregate.expr());
    AggregateOp op = aggregate.op();
    Expr param = aggregate.param();
    if (param == null) {
      return new Aggregation(evaluation, vector, grid, op, aggregate.grouping());
    }
    if (op == AggregateOp.COUNT_VALUES) {
      String label = string(param);
      return merged(new CountValues(evaluation, vector, label, grid, aggregate.grouping()));
    }
    AggregationInput input = new AggregationInput(vector, plan(param), param.span());
    return op == AggregateOp.QUANTILE
        ? new QuantileAggregation(evaluation, input, grid, aggregate.grouping())
        : new SelectingAggregation(evaluation, input, grid, op, aggregate.grouping());
  }

  private static String string(Expr expr) {
    if (expr.unwrapped() instanceof StringLiteral literal) {
      return literal.value();
    }
    throw new IllegalStateException("BUG: " + expr + " is no string");
  }

  private static List<String> strings(List<Expr> exprs) {
    List<String> strings = new ArrayList<>(exprs.size());
    for (Expr expr : exprs) {
      strings.add(string(expr));
    }
    return strings;
  }

  @Override
  public Operator visit(Call call) throws QueryException {
    Function function = call.function();
    List<Expr> args = call.args();
    return switch (function.family()) {
      case WINDOW -> planWindow(call);
      case CONSTANT -> new ConstantFunction(evaluation, grid, function, planAll(args));
      case SAMPLE -> planSample(function, args);
      case DATE -> args.isEmpty() ? planDateOfNow(function) : planSample(function, args);
      case OTHER -> planOther(call);
    };
  }

  private Operator planSample(Function function, List<Expr> args) throws QueryException {
    Operator input = plan(args.get(0));
    List<Operator> scalars = planAll(args.subList(1, args.size()));
    return merged(new SampleFunction(evaluation, input, grid, function, scalars));
  }

  private Operator planDateOfNow(Function function) {
    Operator now = new ConstantFunction(evaluation, grid, Function.TIME, List.of());
    return new SampleFunction(evaluation, now, grid, function, List.of());
  }

  private Operator planWindow(Call call) throws QueryException {
    List<Expr> args = call.args();
    int matrixIndex = 0;
    while (args.get(matrixIndex).type() != ValueType.MATRIX) {
      matrixIndex++;
    }
    List<Expr> scalars = new ArrayList<>(args);
    Expr matrix = scalars.remove(matrixIndex);
    WindowFunction.Arguments arguments =
        new WindowFunction.Arguments(
            planAll(scalars),
            matrix.span(),
            scalars.isEmpty() ? matrix.span() : scalars.get(0).span());
    Operator operator = planWindow(call.function(), matrix, arguments);
    return call.function().dropsMetricName() ? merged(operator) : operator;
  }

  private Operator planWindow(Function function, Expr matrix, WindowFunction.Arguments arguments)
      throws QueryException {
    SourcePlanner.Range range = sources.range(matrix.unwrapped(), function.text());
    return new WindowFunction(evaluation, range, function, arguments);
  }

  private Operator planOther(Call call) throws QueryException {
    Function function = call.function();
    List<Expr> args = call.args();
    Expr first = args.get(0);
    return switch (function) {
      case ABSENT -> new Absent(evaluation, plan(first), grid, AbsentLabels.of(first));
      case ABSENT_OVER_TIME -> planAbsentOverTime(first);
      case SCALAR -> new ScalarOf(evaluation, plan(first), grid);
      case VECTOR -> plan(first);
      case TIMESTAMP ->
          first.unwrapped() instanceof VectorSelector selector
              ? merged(planSelector(selector, true))
              : planSample(function, args);
      case SORT, SORT_DESC, SORT_BY_LABEL, SORT_BY_LABEL_DESC -> planSort(call);
      case LABEL_REPLACE, LABEL_JOIN -> {
        List<String> strings = strings(args.subList(1, args.size()));
        yield new MergeSeries(new LabelFunction(plan(first), function, strings), grid, false);
      }
      case HISTOGRAM_QUANTILE, HISTOGRAM_FRACTION -> planHistogram(function, args);
      default -> throw new IllegalStateException("BUG: " + function + " has no operator");
    };
  }

  private Operator planSort(Call call) throws QueryException {
    List<Expr> args = call.args();
    Operator vector = plan(args.get(0));
    if (grid.count() > 1) {
      evaluation.warn(
          "sort is ineffective for range queries since results are always ordered by labels",
          call.span());
      return vector;
    }
    return new Sort(vector, call.function(), strings(args.subList(1, args.size())));
  }

  private Operator planAbsentOverTime(Expr matrix) throws QueryException {
    WindowFunction.Arguments none =
        new WindowFunction.Arguments(List.of(), matrix.span(), matrix.span());
    Operator present = planWindow(Function.PRESENT_OVER_TIME, matrix, none);
    return new Absent(evaluation, present, grid, AbsentLabels.of(matrix));
  }

  private Operator planHistogram(Function function, List<Expr> args) throws QueryException {
    int last = args.size() - 1;
    HistogramFunction.Arguments arguments =
        new HistogramFunction.Arguments(
            planAll(args.subList(0, last)), args.get(0).span(), args.get(last).span());
    Operator vector = plan(args.get(last));
    return merged(new HistogramFunction(evaluation, vector, grid, function, arguments));
  }

  /** Returns the range of samples that an expression of type matrix stands for. */
  SourcePlanner.Range planRange(Expr matrix) throws QueryException {
    return sources.range(matrix.unwrapped(), "");
  }
}
