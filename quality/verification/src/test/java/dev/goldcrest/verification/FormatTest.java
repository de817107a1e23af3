package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every Java file is as google-java-format writes it. The formatter needs a new JDK and Maven may
 * run on an old one, so it runs here, in the tests' JVM, rather than in a plugin. {@code
 * -Dgoldcrest.format=true} rewrites instead of complaining.
 */
class FormatTest {
  @Test
  void everyJavaFile_isAsTheFormatterWritesIt() throws Exception {
    boolean rewrite = Boolean.getBoolean("goldcrest.format");
    Formatter formatter = new Formatter();
    List<String> different = new ArrayList<>();
    for (Path file : SourceTree.javaFiles()) {
      String source = Files.readString(file);
      String formatted = formatter.formatSourceAndFixImports(source);
      if (!formatted.equals(source)) {
        if (rewrite) {
          Files.writeString(file, formatted);
        } else {
          different.add(SourceTree.shown(file));
        }
      }
    }
    assertThat(different)
        .as(
            "files to format: ./mvnw -pl quality/verification -am test -Dtest=FormatTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dgoldcrest.format=true")
        .isEmpty();
  }
}
