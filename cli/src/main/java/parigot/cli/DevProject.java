package parigot.cli;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import parigot.runtime.settings.GuestProject;

/** A Maven project that makes guests, and the Maven that builds it once it has had to. */
final class DevProject implements AutoCloseable {
  private static final String BUILDER = "parigot:parigot-maven-plugin:";

  private final Path folder;
  private List<Path> sources;
  private String builder;
  private Optional<ResidentMaven> maven = Optional.empty();

  /** One of which nothing more is known, as before its first build. */
  DevProject(Path folder) {
    this.folder = folder;
    this.sources = List.of(folder.resolve("src/main"));
    this.builder = BUILDER + Versions.parigot();
  }

  /** What its build says of it. */
  void know(GuestProject described) {
    sources = described.sources();
    builder = described.builder();
  }

  Path folder() {
    return folder;
  }

  List<Path> sources() {
    return sources;
  }

  Path pom() {
    return folder.resolve("pom.xml");
  }

  /** Whether this file is one of those that it is made of. */
  boolean has(Path file) {
    return file.equals(pom()) || sources.stream().anyMatch(file::startsWith);
  }

  /**
   * Builds it.
   *
   * @param modules as for {@link ResidentMaven#build}
   * @param anew whether the project itself may have changed, which Maven reads but once
   */
  void build(Collection<String> modules, boolean anew) throws ResidentMaven.BuildException {
    if (anew || maven.filter(ResidentMaven::hasEnded).isPresent()) {
      close();
    }
    if (maven.isEmpty()) {
      maven = Optional.of(ResidentMaven.start(folder, builder));
    }
    maven.get().build(modules);
  }

  @Override
  public void close() {
    maven.ifPresent(ResidentMaven::close);
    maven = Optional.empty();
  }
}
