package parigot.cli;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.runtime.settings.GuestProject;

/** A Maven project that makes guests, and the Maven that builds it once it has had to. */
final class DevProject implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DevProject.class);
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
   * @param progress told what it is at
   */
  void build(Collection<String> modules, boolean anew, BuildProgress progress)
      throws ResidentMaven.BuildException {
    if (anew || maven.filter(ResidentMaven::hasEnded).isPresent()) {
      close();
    }
    try {
      attempt(modules, false, progress);
    } catch (ResidentMaven.OfflineException missing) {
      // What was never downloaded can only be had with the network.
      LOG.debug("Maven without the network: {}", missing.getMessage());
      close();
      attempt(modules, true, progress);
    }
  }

  private void attempt(Collection<String> modules, boolean online, BuildProgress progress)
      throws ResidentMaven.BuildException {
    if (maven.isEmpty()) {
      maven = Optional.of(ResidentMaven.start(folder, builder, online, progress));
    }
    maven.get().build(modules, progress);
  }

  @Override
  public void close() {
    maven.ifPresent(ResidentMaven::close);
    maven = Optional.empty();
  }
}
