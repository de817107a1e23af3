package dev.goldcrest.promql;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.PromDuration;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.query.PreparedQuery;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryLimits;
import dev.goldcrest.query.QueryResult;
import dev.goldcrest.query.QueryValue;
import dev.goldcrest.storage.AppendException;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.testkit.InMemoryStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a script of {@code load} and {@code eval} commands against the engine. The language is that
 * of Prometheus's own test scripts, for float samples.
 */
final class PromqlScript {
  private static final Pattern INSTANT =
      Pattern.compile("^eval(?:_(fail|warn|ordered|info))?\\s+instant\\s+at\\s+(\\S+)\\s+(.+)$");
  private static final Pattern RANGE =
      Pattern.compile(
          "^eval(?:_(fail|warn|info))?\\s+range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+"
              + "(\\S+)\\s+(.+)$");
  private static final QueryLimits LIMITS = new QueryLimits(100_000, 50_000_000, 0, () -> false);
  private static final double TOLERANCE = 1e-6;

  private final String name;
  private final EngineOptions options;
  private final List<String> failures = new ArrayList<>();
  private InMemoryStore store = new InMemoryStore();
  private String loadProblem = "";
  private int evals;

  PromqlScript(String name, EngineOptions options) {
    this.name = name;
    this.options = options;
  }

  int evals() {
    return evals;
  }

  /** Returns what failed, each with its line. */
  List<String> failures() {
    return failures;
  }

  PromqlScript run(List<String> rawLines) {
    List<String> lines = new ArrayList<>();
    for (String raw : rawLines) {
      String line = raw.strip();
      lines.add(line.startsWith("#") ? "" : line);
    }
    int i = 0;
    while (i < lines.size()) {
      int end = i + 1;
      String command = lines.get(i);
      if (command.isEmpty()) {
        i++;
        continue;
      }
      while (end < lines.size() && !lines.get(end).isEmpty()) {
        end++;
      }
      if (command.startsWith("clear")) {
        store = new InMemoryStore();
        loadProblem = "";
        end = i + 1;
      } else if (command.startsWith("load")) {
        load(command, lines.subList(i + 1, end));
      } else if (command.startsWith("eval")) {
        evals++;
        String problem =
            loadProblem.isEmpty() ? eval(command, lines.subList(i + 1, end)) : loadProblem;
        if (!problem.isEmpty()) {
          failures.add(name + ":" + (i + 1) + ": " + command + "\n    " + problem);
        }
      } else {
        throw new IllegalArgumentException(name + ":" + (i + 1) + ": unknown command " + command);
      }
      i = end;
    }
    return this;
  }

  private void load(String command, List<String> lines) {
    long step = PromDuration.parseMillis(command.substring(command.indexOf(' ')).strip());
    Map<Labels, SeriesNotation> bySeries = new HashMap<>();
    for (String line : lines) {
      if (!line.contains("@st")) {
        SeriesNotation series = SeriesNotation.parse(line);
        bySeries.put(series.labels, series);
      }
    }
    try (Appender appender = store.appender()) {
      for (SeriesNotation series : bySeries.values()) {
        append(appender, series, step);
      }
      appender.commit();
    } catch (AppendException | StorageException e) {
      loadProblem = "load failed: " + e;
    }
  }

  private static void append(Appender appender, SeriesNotation series, long step)
      throws AppendException {
    long ref = Appender.NO_REF;
    for (int i = 0; i < series.valueBits.size(); i++) {
      long bits = series.valueBits.get(i);
      if (bits != SeriesNotation.GAP) {
        ref = appender.append(ref, series.labels, i * step, bits);
      }
    }
  }

  private String eval(String command, List<String> lines) {
    Matcher instant = INSTANT.matcher(command);
    Matcher range = RANGE.matcher(command);
    try {
      Expectation expected = new Expectation(lines);
      if (instant.matches()) {
        expected.legacy(instant.group(1));
        long time = PromDuration.parseMillis(instant.group(2));
        return evalInstant(expected, time, instant.group(3));
      }
      if (range.matches()) {
        expected.legacy(range.group(1));
        long from = PromDuration.parseMillis(range.group(2));
        long to = PromDuration.parseMillis(range.group(3));
        long step = PromDuration.parseMillis(range.group(4));
        return expected.check(
            q -> q.range(from, to, step, LIMITS), engine(range.group(5)), from, step);
      }
      return "not a command: " + command;
    } catch (RuntimeException e) {
      return "crashed: " + e + " at " + Arrays.toString(Arrays.copyOf(e.getStackTrace(), 6));
    }
  }

  private Prepared engine(String expression) {
    return () -> new PromqlEngine(store, options).prepare(expression);
  }

  private String evalInstant(Expectation expected, long time, String expression) {
    if (expected.rangeVectorStep > 0) {
      return expected.check(
          q -> q.instant(expected.rangeVectorEnd, LIMITS),
          engine(expression),
          expected.rangeVectorStart,
          expected.rangeVectorStep);
    }
    String problem = expected.check(q -> q.instant(time, LIMITS), engine(expression), time, 0);
    return problem.isEmpty() ? sameInTheMiddleOfARange(expected, time, expression) : problem;
  }

  // The same instant as the middle of three steps must give the same values.
  private String sameInTheMiddleOfARange(Expectation expected, long time, String expression) {
    boolean comparable = expected.text == null && !expected.fails && !expected.ordered;
    if (!comparable || Pattern.compile("(start|end|range|step)\\(\\)").matcher(expression).find()) {
      return "";
    }
    try {
      PreparedQuery query = engine(expression).prepare();
      QueryValue value = query.range(time - 60_000, time + 60_000, 60_000, LIMITS).value();
      Map<Labels, Double> middle = new HashMap<>();
      for (QueryValue.Series series : ((QueryValue.Matrix) value).series()) {
        int at = Arrays.binarySearch(series.timestampsMillis(), time);
        if (at >= 0) {
          middle.put(series.labels(), series.values()[at]);
        }
      }
      return expected.compareVector(middle).transform(p -> p.isEmpty() ? p : "in a range: " + p);
    } catch (QueryException e) {
      return "in a range: " + e.getMessage();
    }
  }

  private interface Prepared {
    PreparedQuery prepare() throws QueryException;
  }

  private interface Run {
    QueryResult on(PreparedQuery query) throws QueryException;
  }

  /** What the lines under an eval ask for. */
  private static final class Expectation {
    final List<SeriesNotation> series = new ArrayList<>();
    final List<String[]> annotations = new ArrayList<>();
    boolean fails;
    boolean ordered;
    String failText = "";
    Double scalar;
    String text;
    long rangeVectorStart;
    long rangeVectorEnd;
    long rangeVectorStep;

    Expectation(List<String> lines) {
      for (String line : lines) {
        if (line.startsWith("expected_fail_message")) {
          failText = "msg:" + line.substring("expected_fail_message".length()).strip();
        } else if (line.startsWith("expected_fail_regexp")) {
          failText = "regex:" + line.substring("expected_fail_regexp".length()).strip();
        } else if (line.startsWith("expect range vector")) {
          String[] words = line.split("\\s+");
          rangeVectorStart = PromDuration.parseMillis(words[4]);
          rangeVectorEnd = PromDuration.parseMillis(words[6]);
          rangeVectorStep = PromDuration.parseMillis(words[8]);
        } else if (line.startsWith("expect string")) {
          text = SeriesNotation.unquote(line.substring("expect string".length()).strip());
        } else if (line.startsWith("expect ")) {
          expectWord(line.substring("expect ".length()).strip());
        } else if (line.matches("[-+]?(\\d\\S*|\\.\\d\\S*|Inf|NaN)")) {
          scalar = line.startsWith("0x") ? Long.decode(line) : SeriesNotation.number(line);
        } else {
          series.add(SeriesNotation.parse(line));
        }
      }
    }

    private void expectWord(String rest) {
      String word = rest.split("\\s+")[0];
      String detail = rest.substring(word.length()).strip();
      switch (word) {
        case "fail" -> {
          fails = true;
          failText = detail;
        }
        case "ordered" -> ordered = true;
        default -> annotations.add(new String[] {word, detail});
      }
    }

    void legacy(String word) {
      fails |= "fail".equals(word);
      ordered |= "ordered".equals(word);
      if ("warn".equals(word) || "info".equals(word)) {
        annotations.add(new String[] {word, ""});
      }
    }

    String check(Run run, Prepared prepared, long start, long step) {
      QueryResult result;
      try {
        result = run.on(prepared.prepare());
      } catch (QueryException e) {
        String message = String.valueOf(e.getMessage());
        if (fails) {
          return textMatches(failText, message) ? "" : "failed otherwise: " + message;
        }
        return "failed: " + message;
      }
      if (fails) {
        return "did not fail: " + result.value();
      }
      String problem = compare(result.value(), start, step);
      return problem.isEmpty() ? compareAnnotations(result) : problem;
    }

    private static boolean textMatches(String expectation, String message) {
      if (expectation.startsWith("msg:")) {
        return message.equals(expectation.substring(4).strip());
      }
      if (expectation.startsWith("regex:")) {
        return Pattern.compile(expectation.substring(6).strip()).matcher(message).find();
      }
      return true;
    }

    private String compareAnnotations(QueryResult result) {
      for (String kind : new String[] {"warn", "info"}) {
        List<String> actual = kind.equals("warn") ? result.warnings() : result.infos();
        List<String> wanted = new ArrayList<>();
        boolean none = false;
        for (String[] annotation : annotations) {
          if (annotation[0].equals(kind)) {
            wanted.add(annotation[1]);
          }
          none |= annotation[0].equals("no_" + kind);
        }
        if (none && !actual.isEmpty()) {
          return "unexpected " + kind + ": " + actual;
        }
        if (wanted.isEmpty()) {
          continue;
        }
        for (String want : wanted) {
          if (actual.stream().noneMatch(a -> textMatches(want, a))) {
            return "missing " + kind + " " + want + " in " + actual;
          }
        }
        for (String a : actual) {
          if (wanted.stream().noneMatch(want -> textMatches(want, a))) {
            return "surplus " + kind + ": " + a;
          }
        }
      }
      return "";
    }

    private String compare(QueryValue value, long start, long step) {
      for (SeriesNotation expected : series) {
        if (expected.histograms) {
          return "expects native histograms";
        }
      }
      return switch (value) {
        case QueryValue.Scalar s ->
            scalar != null && equal(scalar, s.value()) ? "" : "got scalar " + s.value();
        case QueryValue.Text t -> t.value().equals(text) ? "" : "got string " + t.value();
        case QueryValue.Vector v -> compareSamples(v);
        case QueryValue.Matrix m -> compareMatrix(m, start, step);
      };
    }

    private String compareSamples(QueryValue.Vector vector) {
      if (scalar != null) {
        return "expected scalar " + scalar + ", got " + vector;
      }
      Map<Labels, Double> actual = new HashMap<>();
      for (QueryValue.Sample sample : vector.samples()) {
        if (actual.put(sample.labels(), sample.value()) != null) {
          return "twice in the result: " + sample.labels();
        }
      }
      if (ordered) {
        for (int i = 0; i < Math.min(series.size(), vector.samples().size()); i++) {
          if (!series.get(i).labels.equals(vector.samples().get(i).labels())) {
            return "place " + i + " holds " + vector.samples().get(i);
          }
        }
      }
      return compareVector(actual);
    }

    String compareVector(Map<Labels, Double> actual) {
      if (scalar != null) {
        return actual.size() == 1 && equal(scalar, actual.values().iterator().next())
            ? ""
            : "expected " + scalar + ", got " + actual;
      }
      Set<Labels> wanted = new HashSet<>();
      for (SeriesNotation expected : series) {
        wanted.add(expected.labels);
        Double value = actual.get(expected.labels);
        double want = SampleValue.value(expected.valueBits.getFirst());
        if (value == null || !equal(want, value)) {
          return "expected " + expected.labels + " " + want + ", got " + actual;
        }
      }
      for (Labels labels : actual.keySet()) {
        if (!wanted.contains(labels)) {
          return "unexpected " + labels + " " + actual.get(labels);
        }
      }
      return "";
    }

    private String compareMatrix(QueryValue.Matrix matrix, long start, long step) {
      Map<Labels, QueryValue.Series> actual = new HashMap<>();
      for (QueryValue.Series s : matrix.series()) {
        actual.put(s.labels(), s);
      }
      if (scalar != null) {
        return "expected a scalar, got a matrix";
      }
      for (SeriesNotation expected : series) {
        QueryValue.Series s = actual.remove(expected.labels);
        int at = 0;
        for (int i = 0; i < expected.valueBits.size(); i++) {
          if (expected.valueBits.get(i) == SeriesNotation.GAP) {
            continue;
          }
          double want = SampleValue.value(expected.valueBits.get(i));
          boolean there =
              s != null && at < s.values().length && s.timestampsMillis()[at] == start + i * step;
          if (!there || !equal(want, s.values()[at])) {
            return "expected "
                + expected.labels
                + " "
                + want
                + " at "
                + (start + i * step)
                + ", got "
                + (s == null
                    ? "nothing"
                    : Arrays.toString(s.values()) + Arrays.toString(s.timestampsMillis()));
          }
          at++;
        }
        if (s != null && at < s.values().length) {
          return "surplus points of " + s.labels() + ": " + Arrays.toString(s.values());
        }
      }
      return actual.isEmpty() ? "" : "unexpected series " + actual.keySet();
    }

    private static boolean equal(double a, double b) {
      if (Double.isNaN(a) || Double.isNaN(b)) {
        return Double.isNaN(a) && Double.isNaN(b);
      }
      if (a == b) {
        return true;
      }
      double sum = Math.abs(a) + Math.abs(b);
      double difference = Math.abs(a - b);
      if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
        return difference < TOLERANCE * Double.MIN_NORMAL;
      }
      return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
    }
  }
}
