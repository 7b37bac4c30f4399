package parigot.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The files of a new service, from the templates among the resources. */
final class NewProject {
  private final String name;
  private final String capitalized;

  NewProject(String name) {
    this.name = name;
    this.capitalized = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  void write(Path folder) throws IOException {
    for (Map.Entry<String, String> file : files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, filled(file.getValue()));
    }
  }

  /** The templates, by the paths of what they become. */
  private Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("pom.xml", "pom.xml");
    files.put("application.conf", "application.conf");
    files.put(".gitignore", "gitignore");
    // A build is over before the JVM's slower, better compiler would pay.
    files.put(".mvn/jvm.config", "jvm.config");
    files.put("src/main/protobuf/%1$s/v1/%1$s.proto".formatted(name), "service.proto");
    files.put(main(capitalized + "Service"), "Service.java");
    files.put(main(capitalized + "Guest"), "Guest.java");
    files.put(main("ClientGuest"), "ClientGuest.java");
    files.put(test(capitalized + "ServiceTest"), "ServiceTest.java");
    files.put(test("ApplicationTest"), "ApplicationTest.java");
    return files;
  }

  private String main(String className) {
    return "src/main/java/%s/%s.java".formatted(name, className);
  }

  private String test(String className) {
    return "src/test/java/%s/%s.java".formatted(name, className);
  }

  private String filled(String template) throws IOException {
    return text(template)
        .replace("@name@", name)
        .replace("@Name@", capitalized)
        .replace("@parigot.version@", Versions.parigot())
        .replace("@junit.version@", Versions.junit())
        .replace("@compiler.version@", Versions.compilerPlugin())
        .replace("@surefire.version@", Versions.surefire());
  }

  private static String text(String template) throws IOException {
    try (InputStream in = NewProject.class.getResourceAsStream("new/" + template)) {
      if (in == null) {
        throw new FileNotFoundException("the template " + template);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
