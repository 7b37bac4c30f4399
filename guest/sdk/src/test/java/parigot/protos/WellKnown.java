package parigot.protos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The .proto files of the well-known types, which protobuf-java carries. */
final class WellKnown {
  private static final List<String> FILES =
      List.of("any", "descriptor", "duration", "struct", "timestamp", "wrappers", "empty");

  private WellKnown() {}

  static Path extractedTo(Path folder) throws IOException {
    Path root = folder.resolve("well-known");
    Path target = root.resolve("google/protobuf");
    if (!Files.exists(target)) {
      Files.createDirectories(target);
      for (String name : FILES) {
        String file = name + ".proto";
        try (InputStream in = WellKnown.class.getResourceAsStream("/google/protobuf/" + file)) {
          Files.copy(in, target.resolve(file));
        }
      }
    }
    return root;
  }
}
