package parigot.inspect;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Which of several sockets are taken. */
final class Taken {
  private final Set<Path> sockets = new HashSet<>();

  /** Takes the first that is free. */
  synchronized Optional<Path> first(Collection<Path> candidates) {
    Optional<Path> found =
        candidates.stream().filter(candidate -> !sockets.contains(candidate)).findFirst();
    found.ifPresent(sockets::add);
    return found;
  }

  synchronized void free(Path socket) {
    sockets.remove(socket);
  }
}
