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

/** The files of a new project, from the templates among the resources. */
final class NewProject {
  private final String name;
  private final String capitalized;

  /** The templates, by the paths of what they become. */
  private final Map<String, String> files = new LinkedHashMap<>();

  /** What stands in the place of what in them. */
  private final Map<String, String> values = new LinkedHashMap<>();

  private NewProject(String name) {
    this.name = name;
    this.capitalized = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    values.put("@guests@", "");
    values.put("@dependencies@", "");
    files.put("pom.xml", "pom.xml");
    files.put("application.conf", "application.conf");
    files.put(".gitignore", "gitignore");
    // A build is over before the JVM's slower, better compiler would pay.
    files.put(".mvn/jvm.config", "jvm.config");
    files.put(".run/Debug %s.run.xml".formatted(name), "intellij.run.xml");
    files.put(".vscode/launch.json", "launch.json");
  }

  /** A service, and a client that calls it. */
  static NewProject service(String name) {
    NewProject project = new NewProject(name);
    project.guest(name, project.capitalized + "Guest");
    project.guest(name + "-client", "ClientGuest");
    project.files.put("src/main/protobuf/%1$s/v1/%1$s.proto".formatted(name), "service.proto");
    project.main("", "", project.capitalized + "Service", "Service.java");
    project.main("", "", project.capitalized + "Guest", "Guest.java");
    project.main("", "", "ClientGuest", "ClientGuest.java");
    project.test("", "", project.capitalized + "ServiceTest", "ServiceTest.java");
    project.test("", "", "ApplicationTest", "ApplicationTest.java");
    return project;
  }

  /** What answers HTTP requests, behind the front door. */
  static NewProject http(String name) {
    NewProject project = new NewProject(name);
    project.guestOf("frontdoor", "parigot.servers.FrontDoorGuest");
    project.guest(name, project.capitalized + "Guest");
    project.values.put(
        "@dependencies@",
        """
            <dependency>
              <!-- The front door, a guest of Parigot's. -->
              <groupId>parigot</groupId>
              <artifactId>parigot-guest-servers</artifactId>
              <version>${parigot.version}</version>
            </dependency>
        """);
    project.files.put("application.conf", "http/application.conf");
    project.main("", "http/", project.capitalized + "Pages", "Pages.java");
    project.main("", "http/", project.capitalized + "Guest", "Guest.java");
    project.test("", "http/", project.capitalized + "PagesTest", "PagesTest.java");
    project.test("", "http/", "ApplicationTest", "ApplicationTest.java");
    return project;
  }

  /** A service whose work native code does: two projects in one folder. */
  static NewProject plugin(String name) {
    NewProject project = new NewProject(name);
    String capitalized = project.capitalized;
    project.files.put("pom.xml", "plugin/pom.xml");
    project.files.put("application.conf", "plugin/application.conf");
    project.files.put("protobuf/%1$s/v1/%1$s.proto".formatted(name), "plugin/service.proto");
    project.files.put("native/pom.xml", "plugin/native-pom.xml");
    project.files.put(
        "native/src/main/java/%s/plugin/Native%s.java".formatted(name, capitalized),
        "plugin/Native.java");
    project.files.put(
        "native/src/main/resources/META-INF/services/parigot.plugin.Plugin", "plugin/services");
    project.files.put("guests/pom.xml", "plugin/guests-pom.xml");
    project.main("guests/", "plugin/", capitalized + "Service", "Service.java");
    project.main("guests/", "plugin/", capitalized + "Guest", "Guest.java");
    project.main("guests/", "plugin/", "ClientGuest", "ClientGuest.java");
    project.test("guests/", "plugin/", capitalized + "ServiceTest", "ServiceTest.java");
    project.test("guests/", "plugin/", "ApplicationTest", "ApplicationTest.java");
    return project;
  }

  /** A main that uses a service of another project. */
  static NewProject client(String name, ServiceProject service) {
    NewProject project = new NewProject(name);
    project.guest(name, project.capitalized + "Guest");
    project.values.put("@service.package@", service.packageName());
    project.values.put("@Service@", service.name());
    project.values.put("@service.folder@", service.folder());
    StringBuilder takenBack = new StringBuilder();
    service.mains().forEach(main -> takenBack.append("  %s = null\n".formatted(main)));
    project.values.put("@mains.taken.back@", takenBack.toString());
    project.files.put("application.conf", "client/application.conf");
    project.main("", "client/", project.capitalized + "Guest", "ClientGuest.java");
    project.test("", "client/", "ApplicationTest", "ApplicationTest.java");
    return project;
  }

  private void guest(String guest, String className) {
    guestOf(guest, name + "." + className);
  }

  private void guestOf(String guest, String className) {
    values.merge(
        "@guests@",
        "            <%1$s>%2$s</%1$s>\n".formatted(guest, className),
        (before, next) -> before + next);
  }

  private void main(String folder, String templates, String className, String template) {
    files.put(
        "%ssrc/main/java/%s/%s.java".formatted(folder, name, className), templates + template);
  }

  private void test(String folder, String templates, String className, String template) {
    files.put(
        "%ssrc/test/java/%s/%s.java".formatted(folder, name, className), templates + template);
  }

  void write(Path folder) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, filled(file.getValue()));
    }
  }

  private String filled(String template) throws IOException {
    String text = text(template);
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace(value.getKey(), value.getValue());
    }
    return text.replace("@name@", name)
        .replace("@Name@", capitalized)
        .replace("@parigot.version@", Versions.parigot())
        .replace("@junit.version@", Versions.junit())
        .replace("@compiler.version@", Versions.compilerPlugin())
        .replace("@surefire.version@", Versions.surefire())
        .replace("@ascopes.version@", Versions.ascopes())
        .replace("@protobuf.version@", Versions.protobuf());
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
