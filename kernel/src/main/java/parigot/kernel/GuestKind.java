package parigot.kernel;

import org.apiguardian.api.API;

/** What part a guest plays in the life of the application. */
@API(status = API.Status.MAINTAINED)
public enum GuestKind {
  /** Serves for ever. */
  SERVER,
  /** Runs to its end; when the last of them has ended, so does the application. */
  MAIN,
  /** Code of the host itself that calls services. It never launches, and nobody waits for it. */
  EMBEDDER,
  /** Another node: the guests that run there. It never launches here, and nobody waits for it. */
  PEER
}
