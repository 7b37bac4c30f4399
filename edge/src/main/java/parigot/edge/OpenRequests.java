package parigot.edge;

import io.grpc.Status.Code;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import parigot.runtime.machine.Time;

/** The requests that have not been answered, from their first byte on. From any thread. */
final class OpenRequests {
  /** A request that comes in, and then waits for its answer. */
  interface Request {
    /** When its first byte came, as {@link OpenRequests#now} has it. */
    long since();

    /** Answers with this, unless all of it is there, or it has been answered. */
    void refuse(Failure failure);

    /** Closes the connection that it came on. */
    void cut();
  }

  private final Time time;
  private final long bodyNanos;
  private final long answerNanos;
  private final Set<Request> all = ConcurrentHashMap.newKeySet();
  private final Map<Request, Long> answered = new ConcurrentHashMap<>();
  private final Set<Request> comingIn = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean isDraining;

  /**
   * @param body how long a request may take until all of it is there
   * @param answer how long its client may take to take the answer
   */
  OpenRequests(Time time, Duration body, Duration answer) {
    this.time = time;
    this.bodyNanos = body.toNanos();
    this.answerNanos = answer.toNanos();
  }

  /** The time, in nanoseconds from some origin. */
  long now() {
    return time.nanos();
  }

  /** It has begun to come in. */
  void begun(Request request) {
    all.add(request);
    comingIn.add(request);
    if (isDraining) {
      request.refuse(stopping());
    }
  }

  /** All of it is there. */
  void complete(Request request) {
    comingIn.remove(request);
  }

  /** It has an answer, and the client has to take it. */
  void answered(Request request) {
    comingIn.remove(request);
    if (all.contains(request)) {
      answered.put(request, time.nanos());
    }
  }

  /** The answer has been taken, as far as that was possible. */
  void over(Request request) {
    answered.remove(request);
    comingIn.remove(request);
    all.remove(request);
    if (isDraining && all.isEmpty()) {
      drained.complete(null);
    }
  }

  /**
   * Refuses requests that take too long to come in, and cuts off clients that take too long to take
   * an answer. To be called now and then.
   */
  void look() {
    long now = time.nanos();
    answered.forEach(
        (request, since) -> {
          if (now - since > answerNanos) {
            request.cut();
          }
        });
    for (Request request : comingIn) {
      if (now - request.since() > bodyNanos) {
        request.refuse(
            Failure.of(
                Code.CANCELLED,
                "The request did not come in in time (parigot.edge.body-timeout)."));
      }
    }
  }

  /** Refuses all that comes; completes when all that was there has been answered. */
  CompletionStage<Void> drain() {
    isDraining = true;
    comingIn.forEach(request -> request.refuse(stopping()));
    if (all.isEmpty()) {
      drained.complete(null);
    }
    return drained.minimalCompletionStage();
  }

  private static Failure stopping() {
    return Failure.of(Code.UNAVAILABLE, "The application is stopping.");
  }
}
