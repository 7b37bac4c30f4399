package parigot.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The documents of the checkout. */
final class Documents {
  static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  private static final Set<String> LEFT_OUT = Set.of("target", "node_modules", "licences");
  private static final Pattern CODE =
      Pattern.compile("(?ms)^```.*?^```$|`[^`\n]*(?:\n[^`\n]+)?`|^ {4}.*?$");

  private Documents() {}

  static List<Path> all() throws IOException {
    List<Path> documents = new ArrayList<>();
    Files.walkFileTree(
        CHECKOUT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean isLeftOut = LEFT_OUT.contains(name) || name.startsWith(".");
            return isLeftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              documents.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return documents;
  }

  /** What a document says, without what it quotes from code; each line stays where it is. */
  static String prose(Path document) throws IOException {
    return CODE.matcher(Files.readString(document))
        .replaceAll(code -> code.group().replaceAll("[^\n]+", ""));
  }
}
