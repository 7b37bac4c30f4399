package parigot.guest;

import static java.util.Objects.requireNonNull;

/**
 * The other end of a {@link Future}: who holds the promise completes the future. Only the first
 * completion counts, later ones are ignored.
 */
public final class Promise<T> {
  private final Future<T> future = new Future<>();

  /** The future that this promise completes. */
  public Future<T> future() {
    return future;
  }

  /**
   * Gives the future its value, and runs what waited for it.
   *
   * @return whether the future was not done yet
   */
  public boolean complete(T value) {
    return future.complete(value, null);
  }

  /**
   * Makes the future fail, and runs what waited for it.
   *
   * @return whether the future was not done yet
   */
  public boolean fail(Throwable error) {
    return future.complete(null, requireNonNull(error));
  }

  /** What to do when somebody cancels the future, so that work for nobody can end. */
  public Promise<T> onCancel(Runnable cleanUp) {
    future.onCancel(requireNonNull(cleanUp));
    return this;
  }
}
