package parigot.guest;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A value that may not be there yet, such as the answer of another service. It is completed once,
 * with a value or with an error, and callbacks say what to do then.
 *
 * <p>Everything happens in one thread. A callback on a future that is done already runs at once;
 * one that is attached or becomes ready inside another callback runs after that one has returned. A
 * callback that throws harms nobody else: the future that it was to complete fails with what it
 * threw.
 *
 * @param <T> the type of the value; a {@code Future<Void>} has the value null
 */
public final class Future<T> {
  private boolean done;
  private T value;
  private Throwable error;

  /** The callbacks to run on completion, in the order in which they were attached. */
  private Callbacks.Link first;

  private Callbacks.Link last;
  private Runnable onCancel;

  Future() {}

  /** A future that is done, with this value. */
  public static <T> Future<T> of(T value) {
    Future<T> future = new Future<>();
    future.complete(value, null);
    return future;
  }

  /** A future that is done and has no value to give. */
  public static Future<Void> done() {
    return of(null);
  }

  /** A future that is done, and has failed. */
  public static <T> Future<T> failed(Throwable error) {
    Future<T> future = new Future<>();
    future.complete(null, requireNonNull(error));
    return future;
  }

  /**
   * Runs the body now: the future has the value that it returns or the error that it throws. So a
   * method of a service can be written as plain, synchronous code.
   */
  public static <T> Future<T> compute(Supplier<? extends T> body) {
    Future<T> result = new Future<>();
    result.completeWith(body);
    return result;
  }

  /** Applies the function to the value. An error is passed on. */
  public <R> Future<R> map(Function<? super T, ? extends R> function) {
    requireNonNull(function);
    Future<R> result = new Future<>();
    whenDone(
        () -> {
          if (error != null) {
            result.complete(null, error);
          } else {
            result.completeWith(() -> function.apply(value));
          }
        });
    return result;
  }

  /**
   * Goes on with another future that the function makes from the value. An error is passed on. To
   * repeat a step for as long as the program runs, use {@link #repeatWhile}: a chain that its own
   * callbacks make longer for ever keeps all its links.
   */
  public <R> Future<R> flatMap(Function<? super T, Future<R>> function) {
    requireNonNull(function);
    Future<R> result = new Future<>();
    whenDone(
        () -> {
          if (error != null) {
            result.complete(null, error);
          } else {
            result.follow(() -> function.apply(value));
          }
        });
    return result;
  }

  /**
   * Puts the values of two futures together, once both are there; or gives the first error, without
   * waiting for the other.
   */
  public <U, R> Future<R> zip(
      Future<U> other, BiFunction<? super T, ? super U, ? extends R> function) {
    requireNonNull(function);
    Future<R> result = new Future<>();
    Countdown left = new Countdown(2);
    Runnable one =
        () -> {
          boolean last = left.isLast();
          Throwable failure = error != null ? error : other.error;
          if (failure != null) {
            result.complete(null, failure);
          } else if (last) {
            result.completeWith(() -> function.apply(value, other.value));
          }
        };
    whenDone(one);
    other.whenDone(one);
    return result;
  }

  /** The same end without the value: a {@code Future<Void>}, or the error. */
  public Future<Void> thenDone() {
    return map(ignored -> null);
  }

  /** Turns an error into a value. A value is passed on. */
  public Future<T> recover(Function<? super Throwable, ? extends T> function) {
    requireNonNull(function);
    Future<T> result = new Future<>();
    whenDone(
        () -> {
          if (error == null) {
            result.complete(value, null);
          } else {
            result.completeWith(() -> function.apply(error));
          }
        });
    return result;
  }

  /** Goes on with another future when this one has failed. A value is passed on. */
  public Future<T> recoverWith(Function<? super Throwable, Future<T>> function) {
    requireNonNull(function);
    Future<T> result = new Future<>();
    whenDone(
        () -> {
          if (error == null) {
            result.complete(value, null);
          } else {
            result.follow(() -> function.apply(error));
          }
        });
    return result;
  }

  /**
   * Does something with the value.
   *
   * @return a future like this one, done after the callback; it fails if the callback throws
   */
  public Future<T> onSuccess(Consumer<? super T> callback) {
    requireNonNull(callback);
    return onComplete(
        (theValue, theError) -> {
          if (theError == null) {
            callback.accept(theValue);
          }
        });
  }

  /**
   * Does something with the error.
   *
   * @return a future like this one, done after the callback; it fails with what the callback throws
   */
  public Future<T> onFailure(Consumer<? super Throwable> callback) {
    requireNonNull(callback);
    return onComplete(
        (theValue, theError) -> {
          if (theError != null) {
            callback.accept(theError);
          }
        });
  }

  /**
   * Does something at the end, whatever it is. The callback gets the value and null, or null and
   * the error.
   *
   * @return a future like this one, done after the callback; it fails with what the callback throws
   */
  public Future<T> onComplete(BiConsumer<? super T, ? super Throwable> callback) {
    requireNonNull(callback);
    Future<T> result = new Future<>();
    whenDone(
        () -> {
          try {
            callback.accept(value, error);
          } catch (Throwable thrown) {
            result.complete(null, thrown);
            return;
          }
          result.complete(value, error);
        });
    return result;
  }

  /**
   * All values, in the order of the futures, as soon as each is there; or the first error, without
   * waiting for the others. Of no futures: an empty list, at once.
   */
  public static <T> Future<List<T>> all(List<Future<T>> futures) {
    Future<List<T>> result = new Future<>();
    List<Future<T>> each = new ArrayList<>(futures);
    if (each.isEmpty()) {
      result.complete(List.of(), null);
    }
    Countdown left = new Countdown(each.size());
    for (Future<T> future : each) {
      future.whenDone(
          () -> {
            if (future.error != null) {
              result.complete(null, future.error);
            } else if (left.isLast()) {
              result.complete(values(each), null);
            }
          });
    }
    return result;
  }

  private static <T> List<T> values(List<Future<T>> futures) {
    List<T> values = new ArrayList<>(futures.size());
    for (Future<T> future : futures) {
      values.add(future.value);
    }
    return values;
  }

  /**
   * The first value of any of them. When all have failed: the last error. Of no futures: a {@link
   * NoSuchElementException}.
   */
  public static <T> Future<T> any(List<Future<T>> futures) {
    Future<T> result = new Future<>();
    List<Future<T>> each = new ArrayList<>(futures);
    if (each.isEmpty()) {
      result.complete(null, new NoSuchElementException("any of no futures"));
    }
    Countdown left = new Countdown(each.size());
    for (Future<T> future : each) {
      future.whenDone(
          () -> {
            boolean isLast = left.isLast();
            if (future.error == null || isLast) {
              result.complete(future.value, future.error);
            }
          });
    }
    return result;
  }

  /**
   * Takes a step, and the next one when it is done, for as long as the steps say true. Needs no
   * more memory for a million of them than for one. Ends with the first error.
   */
  public static Future<Void> repeatWhile(Supplier<Future<Boolean>> step) {
    Repetition repetition = new Repetition(step);
    Callbacks.current().run(repetition);
    return repetition.result;
  }

  /**
   * A future like this one that fails with a {@link TimedOutException} if this is not done in time.
   * What comes later is ignored. The clock is the host's; on the plain Java virtual machine it is a
   * {@link ManualTime}.
   */
  public Future<T> withTimeout(Duration timeout) {
    if (done) {
      return this;
    }
    Future<T> result = new Future<>();
    Timer timer =
        Clock.current().after(timeout, () -> result.complete(null, new TimedOutException(timeout)));
    result.onCancel = timer::cancel;
    whenDone(
        () -> {
          timer.cancel();
          result.complete(value, error);
        });
    return result;
  }

  /**
   * Gives up waiting: the future fails with a {@link CancelledException}, and what comes later is
   * ignored. What was called goes on: nobody can take back a call that has been made.
   *
   * @return whether it was not done yet
   */
  public boolean cancel() {
    if (done) {
      return false;
    }
    Runnable cleanUp = onCancel;
    complete(null, new CancelledException());
    if (cleanUp != null) {
      cleanUp.run();
    }
    return true;
  }

  /** Whether it has a value or an error. */
  public boolean isDone() {
    return done;
  }

  /**
   * The value.
   *
   * @throws IllegalStateException when it is not there yet; nothing in a guest can wait for it
   * @throws RuntimeException the error, when it has failed; an error that is no {@link
   *     RuntimeException} and no {@link Error} is the cause of an {@link IllegalStateException}
   */
  public T value() {
    if (!done) {
      throw new IllegalStateException(
          "the future is not done: say what to do with its value in map, flatMap or onSuccess");
    }
    if (error instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (error instanceof Error unchecked) {
      throw unchecked;
    }
    if (error != null) {
      throw new IllegalStateException("the future failed: " + error, error);
    }
    return value;
  }

  /** The error; empty when it has a value, or is not done. */
  public Optional<Throwable> error() {
    return Optional.ofNullable(error);
  }

  Throwable errorOrNull() {
    return error;
  }

  /** What to do when it is cancelled, beside failing. */
  void onCancel(Runnable cleanUp) {
    onCancel = cleanUp;
  }

  /** Completes it, unless it is done already. */
  boolean complete(T newValue, Throwable newError) {
    if (done) {
      return false;
    }
    done = true;
    value = newValue;
    error = newError;
    onCancel = null;
    if (first != null) {
      Callbacks.Link head = first;
      Callbacks.Link tail = last;
      first = null;
      last = null;
      Callbacks.current().runAll(head, tail);
    }
    return true;
  }

  /** Runs the callback when this is done. It must not throw. */
  void whenDone(Runnable callback) {
    if (done) {
      Callbacks.current().run(callback);
      return;
    }
    Callbacks.Link link = new Callbacks.Link(callback);
    if (first == null) {
      first = link;
    } else {
      last.append(link);
    }
    last = link;
  }

  private void completeWith(Supplier<? extends T> body) {
    T result;
    try {
      result = body.get();
    } catch (Throwable thrown) {
      complete(null, thrown);
      return;
    }
    complete(result, null);
  }

  /** Completes as the future does that the body makes. */
  private void follow(Supplier<Future<T>> body) {
    Future<T> other;
    try {
      other = requireNonNull(body.get(), "the function gave no future");
    } catch (Throwable thrown) {
      complete(null, thrown);
      return;
    }
    other.whenDone(() -> complete(other.value, other.error));
  }

  /** How many are still to come. */
  private static final class Countdown {
    private int left;

    private Countdown(int left) {
      this.left = left;
    }

    private boolean isLast() {
      left--;
      return left == 0;
    }
  }

  /** One step after the other. */
  private static final class Repetition implements Runnable {
    private final Supplier<Future<Boolean>> step;
    private final Future<Void> result = new Future<>();

    private Repetition(Supplier<Future<Boolean>> step) {
      this.step = requireNonNull(step);
    }

    @Override
    public void run() {
      if (result.done) {
        return;
      }
      Future<Boolean> going = compute(step).flatMap(made -> made);
      going.whenDone(
          () -> {
            if (going.error != null) {
              result.complete(null, going.error);
            } else if (going.value) {
              run();
            } else {
              result.complete(null, null);
            }
          });
    }
  }
}
