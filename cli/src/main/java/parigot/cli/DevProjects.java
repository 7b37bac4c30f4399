package parigot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.GuestProject;
import parigot.runtime.settings.GuestSettings;
import parigot.runtime.settings.JavaClasses;

/** The projects that an application's guests come from, and which guest comes from which. */
final class DevProjects implements AutoCloseable {
  /** What a pom.xml has in it that makes guests. */
  private static final String PLUGIN = "parigot-maven-plugin";

  /** Asks a build for no module, where every guest of a project runs as plain Java. */
  private static final String NO_MODULE = "-";

  private final Map<Path, DevProject> projects = new LinkedHashMap<>();
  private final Map<Path, List<GuestSettings>> guests = new LinkedHashMap<>();

  /** Takes in the project of a folder, if there is one that makes guests. */
  Optional<DevProject> in(Path folder) throws IOException {
    Path pom = folder.resolve("pom.xml");
    if (!Files.isRegularFile(pom) || !Files.readString(pom).contains(PLUGIN)) {
      return Optional.empty();
    }
    return Optional.of(projects.computeIfAbsent(folder, DevProject::new));
  }

  /** Takes in the projects of the guests. */
  void of(ApplicationSettings settings) {
    guests.clear();
    for (GuestSettings guest : settings.guests()) {
      Optional<GuestProject> described = GuestProject.of(guest.wasm());
      if (described.isPresent()) {
        Path folder = described.get().folder();
        projects.computeIfAbsent(folder, DevProject::new).know(described.get());
        guests.computeIfAbsent(folder, unused -> new ArrayList<>()).add(guest);
      }
    }
  }

  Collection<DevProject> all() {
    return projects.values();
  }

  /** Whether a build of ours makes this guest. */
  boolean builds(GuestSettings guest) {
    return guests.values().stream().anyMatch(its -> its.contains(guest));
  }

  /** Whether a source was written after all that was made of the project. */
  boolean isOlderThanItsSources(DevProject project) throws IOException {
    long made = 0;
    for (GuestSettings guest : guests.getOrDefault(project.folder(), List.of())) {
      made = Math.max(made, written(guest.wasm()));
      for (Path part : guest.java().map(JavaClasses::classPath).orElse(List.of())) {
        made = Math.max(made, Files.isDirectory(part) ? written(part) : 0);
      }
    }
    long changed = written(project.pom());
    for (Path folder : project.sources()) {
      changed = Math.max(changed, written(folder));
    }
    return changed > made;
  }

  /** When a file, or the last of those in a folder, was written. */
  private static long written(Path path) throws IOException {
    long last = 0;
    if (Files.exists(path)) {
      try (var files = Files.walk(path)) {
        for (Path file : files.toList()) {
          last = Math.max(last, Files.getLastModifiedTime(file).toMillis());
        }
      }
    }
    return last;
  }

  /** Those that these files belong to. */
  List<DevProject> with(Set<Path> files) {
    return projects.values().stream()
        .filter(project -> files.stream().anyMatch(project::has))
        .toList();
  }

  /** The names of the guests that a project makes, as the application knows them. */
  Set<String> guestsOf(DevProject project) {
    Set<String> names = new TreeSet<>();
    guests.getOrDefault(project.folder(), List.of()).forEach(guest -> names.add(guest.name()));
    return names;
  }

  /** What a build of the project is to compile, by the names of the project's own guests. */
  Set<String> modulesOf(DevProject project) {
    List<GuestSettings> its = guests.getOrDefault(project.folder(), List.of());
    if (its.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>();
    for (GuestSettings guest : its) {
      if (guest.java().isEmpty()) {
        names.add(guest.wasm().getFileName().toString().replaceFirst("\\.wasm$", ""));
      }
    }
    return names.isEmpty() ? Set.of(NO_MODULE) : names;
  }

  @Override
  public void close() {
    projects.values().forEach(DevProject::close);
  }
}
