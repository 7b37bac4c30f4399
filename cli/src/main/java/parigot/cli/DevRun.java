package parigot.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import parigot.actors.Application;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.GuestSettings;
import parigot.runtime.settings.GuestSettings.Kind;
import parigot.runtime.settings.SettingsException;

/**
 * Runs an application and waits for what happens: its sources change, or it ends. Builds what has
 * changed, and has the application replace the guests that are others then.
 */
final class DevRun implements AutoCloseable {
  private static final String CONFIGURATION = ".conf";

  private sealed interface Event {}

  private record SourcesChanged(Sources.Changed change) implements Event {}

  private record Ended(int code) implements Event {}

  /** The application has been started, and there is time to get ready for the first change. */
  private record Begun(DevProject own) implements Event {}

  /**
   * An application that was started.
   *
   * @param running completes once it runs, with nothing if it ends before
   */
  private record Started(
      ApplicationSettings settings, CompletableFuture<Optional<Application>> running) {}

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final RunOptions options;
  private final Runner runner;
  private final PrintWriter err;
  private final Sources sources = new Sources(change -> events.add(new SourcesChanged(change)));
  private final DevProjects projects = new DevProjects();
  private final Set<Path> modules = new TreeSet<>();
  private Optional<Started> started = Optional.empty();

  /** Whether the application is to be started again as soon as it has ended. */
  private boolean again;

  DevRun(RunOptions options, Runner runner, PrintWriter err) throws IOException {
    this.options = options;
    this.runner = runner;
    this.err = err;
  }

  /** Runs until a signal asks for the end. */
  int run() throws IOException, InterruptedException {
    Path folder = options.folder();
    sources.watch(folder, file -> isConfiguration(file) || file.endsWith("pom.xml"));
    Optional<DevProject> own = projects.in(folder);
    Optional<ApplicationSettings> settings = own.isEmpty() ? load() : loadOrBuild(own.get());
    watchProjects();
    settings.ifPresent(this::start);
    while (true) {
      Event event = events.take();
      if (event instanceof Ended ended) {
        started = Optional.empty();
        if (runner.signalled()) {
          return ended.code();
        }
        if (again) {
          again = false;
          load().ifPresent(this::start);
        } else {
          say(
              "the application has ended with code %d, and is started again with the next change"
                  .formatted(ended.code()));
        }
      } else if (event instanceof SourcesChanged changed) {
        changed(changed.change());
      } else if (event instanceof Begun begun) {
        getReady(begun.own());
      }
    }
  }

  /** What is built is run at once, and the project built when it runs, to be quick later. */
  private Optional<ApplicationSettings> loadOrBuild(DevProject own) {
    try {
      ApplicationSettings settings = take(options.load());
      if (!projects.isOlderThanItsSources(own)) {
        events.add(new Begun(own));
        return Optional.of(settings);
      }
    } catch (SettingsException perhapsNotBuiltYet) {
      // Said after the build, if it is still so.
    } catch (IOException unreadable) {
      say("the sources of %s cannot be read: %s".formatted(own.folder(), unreadable.getMessage()));
    }
    long since = System.nanoTime();
    say("building %s".formatted(own.folder()));
    return build(List.of(own), Set.of(), since) ? load() : Optional.empty();
  }

  private Optional<ApplicationSettings> load() {
    try {
      return Optional.of(take(options.load()));
    } catch (SettingsException wrong) {
      Complaint.print(err, wrong.getMessage());
      return Optional.empty();
    }
  }

  private ApplicationSettings take(ApplicationSettings settings) {
    projects.of(settings);
    modules.clear();
    settings.guests().stream()
        .filter(guest -> !projects.builds(guest))
        .forEach(guest -> modules.add(guest.wasm()));
    return settings;
  }

  private void watchProjects() {
    for (DevProject project : projects.all()) {
      project.sources().forEach(sources::watchAll);
      sources.watch(project.folder(), project.pom()::equals);
    }
    for (Path module : modules) {
      sources.watch(module.getParent(), module::equals);
    }
  }

  private void start(ApplicationSettings settings) {
    watchProjects();
    Selection selection = new Selection(settings);
    boolean onlyServers = selection.names(Kind.MAIN).isEmpty();
    CompletableFuture<Optional<Application>> running = new CompletableFuture<>();
    started = Optional.of(new Started(settings, running));
    Thread thread =
        new Thread(
            () -> {
              int code = ExitCodes.FAILED;
              try {
                code =
                    runner.run(
                        selection.withoutTests(),
                        onlyServers,
                        application -> running.complete(Optional.of(application)));
              } finally {
                running.complete(Optional.empty());
                events.add(new Ended(code));
              }
            },
            "parigot-run");
    thread.setDaemon(true);
    thread.start();
  }

  private void getReady(DevProject own) {
    long since = System.nanoTime();
    Optional<Application> running = started.flatMap(one -> one.running().join());
    if (build(List.of(own), Set.of(), since) && running.isPresent()) {
      replace(running.get(), projects.guestsOf(own), "", since);
    }
  }

  private void changed(Sources.Changed first) {
    Set<Path> files = new LinkedHashSet<>(first.files());
    while (events.peek() instanceof SourcesChanged more) {
      files.addAll(more.change().files());
      events.remove();
    }
    List<DevProject> toBuild = projects.with(files);
    if (!build(toBuild, files, first.since())) {
      return;
    }
    String built = toBuild.isEmpty() ? "" : "built in %s, ".formatted(seconds(first.since()));
    long begun = System.nanoTime();
    Optional<Application> running = started.flatMap(one -> one.running().join());
    if (started.isEmpty()) {
      say("%sstarting the application".formatted(built));
      load().ifPresent(this::start);
    } else if (files.stream().anyMatch(this::isOfTheWhole)) {
      say("%sstarting the application again, configured anew".formatted(built));
      again = true;
      running.ifPresent(DevRun::stop);
    } else if (running.isPresent()) {
      replace(running.get(), replaceable(toBuild, files), built, begun);
    } else {
      again = true;
    }
  }

  private boolean build(List<DevProject> toBuild, Set<Path> files, long since) {
    for (DevProject project : toBuild) {
      try (BuildProgress progress = new BuildProgress(this::say)) {
        project.build(projects.modulesOf(project), files.contains(project.pom()), progress);
      } catch (ResidentMaven.BuildException failed) {
        say(
            "the build failed after %s%s:\n%s"
                .formatted(
                    seconds(since),
                    started.isEmpty() ? "" : ", and what runs goes on",
                    failed.getMessage()));
        return false;
      }
    }
    return true;
  }

  private Set<String> replaceable(List<DevProject> built, Set<Path> files) {
    Set<String> names = new TreeSet<>();
    built.forEach(project -> names.addAll(projects.guestsOf(project)));
    ApplicationSettings settings = started.orElseThrow().settings();
    settings.guests().stream()
        .filter(guest -> files.contains(guest.wasm()))
        .forEach(guest -> names.add(guest.name()));
    settings.guests().stream()
        .filter(guest -> guest.kind() == Kind.TEST)
        .map(GuestSettings::name)
        .forEach(names::remove);
    return names;
  }

  private void replace(Application application, Set<String> names, String built, long begun) {
    try {
      List<String> replaced = application.replaceChanged(names).toCompletableFuture().join();
      if (!replaced.isEmpty()) {
        say("%s%s started in %s".formatted(built, String.join(", ", replaced), seconds(begun)));
      } else if (!built.isEmpty()) {
        say("%sand no guest is another than before".formatted(built));
      }
    } catch (CompletionException refused) {
      again = application.ended().toCompletableFuture().isDone();
      Complaint.print(err, refused.getCause().getMessage());
    }
  }

  private static void stop(Application application) {
    CompletionStage<Integer> unusedEndIsAnEvent = application.stop();
  }

  private static boolean isConfiguration(Path file) {
    return file.getFileName().toString().endsWith(CONFIGURATION);
  }

  private boolean isOfTheWhole(Path file) {
    return (isConfiguration(file) && file.startsWith(options.folder()) && Files.exists(file))
        || projects.all().stream().anyMatch(project -> project.pom().equals(file));
  }

  private static String seconds(long since) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - since) / 1e9);
  }

  private void say(String sentence) {
    err.println("parigot: " + sentence);
  }

  @Override
  public void close() throws IOException {
    sources.close();
    projects.close();
  }
}
