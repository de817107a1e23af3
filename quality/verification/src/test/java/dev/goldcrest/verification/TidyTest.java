package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The style budgets of CONTRIBUTING.md, measured on the syntax tree of every source file. */
class TidyTest {
  private static final int METHOD_LINES = 60;
  private static final int PARAMETERS = 5;
  private static final int FILE_LINES = 600;
  private static final int MAIN_LINES = 120;
  private static final int LINE_LENGTH = 100;
  private static final int NESTING = 4;

  private static final List<String> longMethods = new ArrayList<>();
  private static final List<String> wideMethods = new ArrayList<>();
  private static final List<String> undocumented = new ArrayList<>();
  private static final List<String> testPrefixed = new ArrayList<>();
  private static final List<String> deepMethods = new ArrayList<>();

  @BeforeAll
  static void parseEverything() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(SourceTree.javaFiles()));
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Visitor(unit, trees).scan(unit, null);
      }
    }
  }

  @Test
  void methods_haveAtMost60Lines() {
    assertThat(longMethods).isEmpty();
  }

  @Test
  void methods_haveAtMost5Parameters() {
    assertThat(wideMethods).isEmpty();
  }

  @Test
  void methods_nestAtMostThreeBlocksDeep() {
    assertThat(deepMethods).isEmpty();
  }

  @Test
  void publicTypesOfProduction_areDocumented() {
    assertThat(undocumented).isEmpty();
  }

  @Test
  void tests_areNamedByBehaviour() {
    assertThat(testPrefixed).isEmpty();
  }

  @Test
  void files_stayWithinTheirBudget() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : SourceTree.javaFiles()) {
      long lines = Files.readAllLines(file).size();
      boolean main = file.getFileName().toString().equals("Main.java");
      if (lines > (main ? MAIN_LINES : FILE_LINES)) {
        tooLong.add(SourceTree.shown(file) + ": " + lines);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void lines_haveAtMost100Columns() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : SourceTree.javaFiles()) {
      List<String> lines = Files.readAllLines(file);
      boolean inTextBlock = false;
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        boolean exempt = inTextBlock || line.contains("\"") || line.startsWith("import ");
        if (line.length() > LINE_LENGTH && !exempt) {
          tooLong.add(SourceTree.shown(file) + ":" + (i + 1));
        }
        if (line.split("\"\"\"", -1).length % 2 == 0) {
          inTextBlock = !inTextBlock;
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void packages_sayWhatTheyAre() throws IOException {
    Set<Path> folders =
        SourceTree.javaFiles().stream()
            .filter(SourceTree::isMain)
            .map(Path::getParent)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> silent = new ArrayList<>();
    for (Path folder : folders) {
      Path info = folder.resolve("package-info.java");
      if (!Files.exists(info) || !Files.readString(info).contains("@NullMarked")) {
        silent.add(SourceTree.shown(folder));
      }
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void documents_makeNoPromisesInsteadOfContent() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file :
        SourceTree.files(n ->
            n.endsWith(".java") || n.endsWith(".md") || n.endsWith(".ts") || n.endsWith(".tsx"))) {
      if (file.endsWith("TidyTest.java")) {
        continue;
      }
      String text = Files.readString(file);
      for (String banned : List.of("TODO", "FIXME", "TBD", "XXX")) {
        if (text.contains(banned)) {
          found.add(SourceTree.shown(file) + ": " + banned);
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void documents_nameOnlyTypesThatExist() throws IOException {
    StringBuilder sources = new StringBuilder();
    for (Path file : SourceTree.javaFiles()) {
      sources.append(Files.readString(file));
    }
    Set<String> declared = new TreeSet<>();
    Matcher declaration =
        Pattern.compile("\\b(?:class|record|enum|interface) ([A-Z]\\w+)").matcher(sources);
    while (declaration.find()) {
      declared.add(declaration.group(1));
    }
    List<String> unknown = new ArrayList<>();
    for (Path file : SourceTree.files(n -> n.equals("ARCHITECTURE.md") || n.equals("README.md"))) {
      Matcher name = Pattern.compile("`([A-Z][a-z]+[A-Z]\\w+)`").matcher(Files.readString(file));
      while (name.find() && !file.toString().contains("/ui/")) {
        if (!declared.contains(name.group(1))) {
          unknown.add(SourceTree.shown(file) + ": " + name.group(1));
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void alerts_haveARunbookEach() throws IOException {
    Matcher alert =
        Pattern.compile("- alert: (\\w+)")
            .matcher(Files.readString(SourceTree.ROOT.resolve("deploy/rules/goldcrest-edge.yml")));
    List<String> without = new ArrayList<>();
    int alerts = 0;
    while (alert.find()) {
      alerts++;
      Path runbook = SourceTree.ROOT.resolve("docs/runbooks/" + alert.group(1) + ".md");
      if (!Files.exists(runbook)) {
        without.add(alert.group(1));
      }
    }
    assertThat(alerts).isGreaterThanOrEqualTo(5);
    assertThat(without).isEmpty();
  }

  private static final class Visitor extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final DocTrees trees;
    private final SourcePositions positions;
    private final LineMap lines;
    private final Path file;

    Visitor(CompilationUnitTree unit, DocTrees trees) {
      this.unit = unit;
      this.trees = trees;
      this.positions = trees.getSourcePositions();
      this.lines = unit.getLineMap();
      this.file = Path.of(unit.getSourceFile().toUri());
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      boolean isPublic = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
      if (isPublic && SourceTree.isMain(file) && trees.getDocComment(getCurrentPath()) == null) {
        undocumented.add(place(type.getSimpleName().toString(), type));
      }
      return super.visitClass(type, unused);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      String name = method.getName().toString();
      if (method.getBody() != null && positions.getStartPosition(unit, method.getBody()) >= 0) {
        long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
        long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
        if (last - first + 1 > METHOD_LINES) {
          longMethods.add(place(name, method) + ": " + (last - first + 1));
        }
        int depth = BlockDepth.of(method);
        if (depth > NESTING) {
          deepMethods.add(place(name, method) + ": " + (depth - 1));
        }
      }
      boolean canonical = isRecordConstructor(method);
      if (method.getParameters().size() > PARAMETERS && !canonical) {
        wideMethods.add(place(name, method) + ": " + method.getParameters().size());
      }
      if (!SourceTree.isMain(file) && name.matches("test[A-Z].*")) {
        testPrefixed.add(place(name, method));
      }
      return super.visitMethod(method, unused);
    }

    private boolean isRecordConstructor(MethodTree method) {
      return method.getName().contentEquals("<init>")
          && getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
    }

    private String place(String name, Tree tree) {
      long line = lines.getLineNumber(positions.getStartPosition(unit, tree));
      return SourceTree.shown(file) + ":" + line + " " + name;
    }
  }
}
