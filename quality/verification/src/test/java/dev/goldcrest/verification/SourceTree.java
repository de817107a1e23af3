package dev.goldcrest.verification;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files of the project, without what builds leave behind. */
final class SourceTree {
  static final Path ROOT =
      Path.of(System.getProperty("goldcrest.root", ".")).toAbsolutePath().normalize();

  private static final Set<String> NOT_SOURCE = Set.of("target", "node_modules", ".git", "dist");

  private SourceTree() {}

  static List<Path> files(Predicate<String> nameFits) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_SOURCE.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (nameFits.test(file.getFileName().toString())) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  static List<Path> javaFiles() throws IOException {
    return files(name -> name.endsWith(".java"));
  }

  static boolean isMain(Path file) {
    return file.toString().contains("/src/main/java/");
  }

  static String shown(Path file) {
    return ROOT.relativize(file).toString();
  }
}
