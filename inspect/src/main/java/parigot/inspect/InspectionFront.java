package parigot.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.actors.Application;
import parigot.actors.Front;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.ApplicationSettings;

/**
 * Lets the user who runs an application look at it, over a socket in that user's {@linkplain
 * SocketFolder folder}. An application runs as well without: where there can be no socket, the log
 * says why.
 */
public final class InspectionFront implements Front {
  private static final Logger LOG = LoggerFactory.getLogger(InspectionFront.class);

  /** How many applications of one process can be looked at. */
  private static final int MOST_IN_A_PROCESS = 100;

  /** Which sockets are taken by applications of this process. */
  private static final Taken TAKEN = new Taken();

  private final SocketFolder folder;
  private Optional<Opened> server = Optional.empty();

  private record Opened(SocketServer server, Path socket) {}

  /** Called by {@link java.util.ServiceLoader}. */
  public InspectionFront() {
    this(SocketFolder.ofThisUser());
  }

  InspectionFront(SocketFolder folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "inspect";
  }

  @Override
  public boolean isWanted(ApplicationSettings settings) {
    return settings.isInspected();
  }

  @Override
  public void open(LoadedApplication loaded, Application application) {
    try {
      folder.make();
      folder.removeStale();
      Resources resources = new Resources(loaded, application);
      Path socket =
          TAKEN
              .first(folder.candidates(MOST_IN_A_PROCESS))
              .orElseThrow(() -> new IOException("this process runs too many of them"));
      try {
        server = Optional.of(new Opened(SocketServer.listen(socket, resources::answer), socket));
      } catch (IOException | RuntimeException e) {
        TAKEN.free(socket);
        throw e;
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      LOG.warn("Nobody can look at the application while it runs: {}", e.getMessage());
    }
  }

  /** What is asked on the way to the end is answered too. */
  @Override
  public CompletionStage<Void> drain() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void close() {
    server.ifPresent(
        opened -> {
          opened.server().close();
          TAKEN.free(opened.socket());
        });
    server = Optional.empty();
  }
}
