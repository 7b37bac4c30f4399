package parigot.simulation;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has happened in a run until now, for who judges it. Good only while it is asked. */
public final class Observation {
  private final Tracer tracer;
  private final VirtualTime time;
  private final Optional<Integer> exitCode;

  Observation(Tracer tracer, VirtualTime time, Optional<Integer> exitCode) {
    this.tracer = tracer;
    this.time = time;
    this.exitCode = exitCode;
  }

  /** How long the application has run, in its own time. */
  public Duration time() {
    return Duration.ofNanos(time.passed());
  }

  /** What mains have written on their standard output. */
  public String output() {
    return tracer.output();
  }

  /** What the application has ended with; empty when it runs, or has not come to an end. */
  public Optional<Integer> exitCode() {
    return exitCode;
  }

  /** All that happened, in its order. */
  public List<Trace.Entry> entries() {
    return tracer.entries();
  }

  /**
   * The requests that have reached a service, in the order in which they did.
   *
   * @param method as in {@code greeting.v1.greeting/FetchGreeting}
   * @param type the request's class
   */
  public <M extends Message> List<M> requests(String method, Class<M> type) {
    return messages(Trace.Kind.CALL, method, type);
  }

  /**
   * The responses that have reached those who called, in the order in which they did; without
   * errors.
   *
   * @param method as in {@code greeting.v1.greeting/FetchGreeting}
   * @param type the response's class
   */
  public <M extends Message> List<M> responses(String method, Class<M> type) {
    return messages(Trace.Kind.ANSWER, method, type);
  }

  private <M extends Message> List<M> messages(Trace.Kind kind, String method, Class<M> type) {
    List<M> messages = new ArrayList<>();
    for (Trace.Entry entry : tracer.entries()) {
      if (entry.kind() == kind && entry.what().equals(method) && entry.error() == 0) {
        try {
          messages.add(Any.parseFrom(entry.payload()).unpack(type));
        } catch (InvalidProtocolBufferException e) {
          throw new IllegalArgumentException(
              "What %s carries is no %s.".formatted(method, type.getName()), e);
        }
      }
    }
    return messages;
  }
}
