package parigot.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Maven that stays, and builds the guests of one project whenever it is asked to: its second
 * build takes a fraction of the first, as everything is loaded by then. Of one thread.
 */
final class ResidentMaven implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResidentMaven.class);

  private static final String ANSWER = "parigot-builds: ";
  private static final String READY = ANSWER + "ready";
  private static final String DONE = ANSWER + "done";
  private static final String FAILED = ANSWER + "failed";
  private static final String FAILED_LINE = "parigot-builds| ";
  private static final String ERROR = "[ERROR] ";

  /** Maven ends colours even where it has begun none. */
  private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");

  /** The compiler of a build is over before the JVM's better one pays. */
  private static final String FLAGS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Process process;
  private final BufferedReader answers;
  private final Writer requests;

  /** What Maven said beside the answers, since the last of them. */
  private final List<String> said = new ArrayList<>();

  /** A project cannot be built: what is wrong, a line each. */
  static final class BuildException extends Exception {
    private static final long serialVersionUID = 1L;

    BuildException(Collection<String> lines) {
      super(String.join("\n", lines));
    }
  }

  private ResidentMaven(Process process) {
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts one.
   *
   * @param project the folder of the project's pom.xml
   * @param builder the coordinates of the plugin that builds guests
   * @throws BuildException when it does not come to that, as the pom.xml is wrong for instance
   */
  static ResidentMaven start(Path project, String builder) throws BuildException {
    try {
      return start(project, builder, List.of("-o"));
    } catch (BuildException offline) {
      // What was never downloaded can only be had without.
      LOG.debug("Maven without the network: {}", offline.getMessage());
      return start(project, builder, List.of());
    }
  }

  private static ResidentMaven start(Path project, String builder, List<String> options)
      throws BuildException {
    List<String> command = new ArrayList<>();
    Path wrapper = project.resolve("mvnw");
    command.add(Files.isExecutable(wrapper) ? wrapper.toString() : "mvn");
    command.addAll(List.of("-B", "-q", "-f", project.resolve("pom.xml").toString()));
    command.addAll(options);
    // What is not formatted yet can be tried all the same.
    command.addAll(List.of("-Dspotless.check.skip=true", "-Dcheckstyle.skip=true"));
    command.add(builder + ":builds");
    ProcessBuilder maven =
        new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
    Map<String, String> environment = maven.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.merge("MAVEN_OPTS", FLAGS, (theirs, ours) -> ours + " " + theirs);
    ResidentMaven started;
    try {
      started = new ResidentMaven(maven.start());
    } catch (IOException e) {
      throw new BuildException(List.of("Maven cannot be started: " + e.getMessage()));
    }
    try {
      started.await(READY);
      return started;
    } catch (BuildException e) {
      started.close();
      throw e;
    }
  }

  /**
   * Builds.
   *
   * @param modules the guests to be compiled to modules, by the names that the project gives them;
   *     the others run as plain Java. All, when it is empty
   * @throws BuildException when the build fails
   */
  void build(Collection<String> modules) throws BuildException {
    try {
      requests.write(String.join(",", modules) + "\n");
      requests.flush();
    } catch (IOException e) {
      said.add(ERROR + "Maven has ended: " + e.getMessage());
    }
    await(DONE);
  }

  boolean hasEnded() {
    return !process.isAlive();
  }

  private void await(String expected) throws BuildException {
    Set<String> wrong = new LinkedHashSet<>();
    try {
      for (String read = answers.readLine(); read != null; read = answers.readLine()) {
        String line = COLOURS.matcher(read).replaceAll("");
        if (line.equals(expected)) {
          said.clear();
          return;
        } else if (line.equals(FAILED)) {
          said.clear();
          throw new BuildException(wrong);
        } else if (line.startsWith(FAILED_LINE)) {
          wrong.add(line.substring(FAILED_LINE.length()));
        } else {
          LOG.debug("{}", line);
          said.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("what Maven says cannot be read", e);
    }
    said.stream()
        .filter(line -> line.startsWith(ERROR) && !line.contains("[Help "))
        .map(line -> line.substring(ERROR.length()))
        .filter(line -> !line.isBlank() && !line.contains("re-run Maven"))
        .forEach(wrong::add);
    throw new BuildException(wrong.isEmpty() ? said : wrong);
  }

  @Override
  public void close() {
    // It ends when its input does; what it is at is of no use any more.
    process.destroy();
  }
}
