package parigot.record;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parigot.kernel.Id;
import parigot.kernel.guest.SystemCall;
import parigot.runtime.guest.GuestProgram;
import syscall.v1.host.DispatchRequest;
import syscall.v1.host.DispatchResponse;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.ResolvedCall;
import syscall.v1.host.ReturnValueRequest;

/** What one guest was given and did while it was replayed, in its order. */
final class Transcript implements ReplayListener {
  private final LifeFile life;
  private final Names names;
  private final List<Item> items = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private Instant now;

  /** What a guest had to do with a call. */
  enum Role {
    /** It made the call. */
    SENT,
    /** It was given the call. */
    GOT,
    /** It answered the call. */
    ANSWERED,
    /** It was given the answer. */
    RESOLVED,
    /** No call at all. */
    NONE
  }

  /**
   * One thing that happened.
   *
   * @param error of the call, or of the plugin; 0 for none
   * @param what the method; the plugin's function; a line; what happened to the guest
   */
  record Item(
      Instant time,
      Role role,
      Step.Kind kind,
      Id call,
      Id service,
      String what,
      Optional<Any> message,
      int error,
      String detail) {}

  Transcript(LifeFile life, Names names) {
    this.life = life;
    this.names = names;
    now = Micros.instant(life.head().getBegan());
  }

  LifeFile life() {
    return life;
  }

  List<Item> items() {
    return items;
  }

  /** The replay is over. */
  void ended(String ending) {
    endLine();
    plain(Step.Kind.LIFE, ending);
  }

  private void plain(Step.Kind kind, String what) {
    items.add(new Item(now, Role.NONE, kind, Id.EMPTY, Id.EMPTY, what, Optional.empty(), 0, ""));
  }

  @Override
  public void given(long number, ByteString event, Instant time) {
    now = time;
    try {
      ReadOneResponse read = ReadOneResponse.parseFrom(event);
      if (!Id.of(read.getExit().getServiceId()).isEmpty()) {
        plain(Step.Kind.LIFE, "is asked to end, with code " + read.getExit().getCode());
      } else if (!Id.of(read.getResolved().getCallId()).isEmpty()) {
        resolved(read.getResolved());
      } else if (!Id.of(read.getBundle().getCallId()).isEmpty()) {
        items.add(
            new Item(
                now,
                Role.GOT,
                Step.Kind.CALL,
                Id.of(read.getBundle().getCallId()),
                Id.of(read.getBundle().getServiceId()),
                names.method(Id.of(read.getBundle().getMethodId())),
                parameter(read.hasParamOrResult(), read.getParamOrResult()),
                0,
                ""));
      }
    } catch (InvalidProtocolBufferException e) {
      plain(Step.Kind.LIFE, "is given what cannot be read");
    }
  }

  private static Optional<Any> parameter(boolean isThere, Any message) {
    return isThere ? Optional.of(message) : Optional.empty();
  }

  private void resolved(ResolvedCall resolved) {
    Id method = Id.of(resolved.getMethodId());
    if (method.equals(Id.LAUNCH_METHOD)) {
      plain(
          Step.Kind.LIFE,
          resolved.getResultError() == 0
              ? "launches"
              : "cannot launch: error " + resolved.getResultError());
    } else if (!method.equals(Id.TIMER_METHOD) && !method.equals(Id.EXIT_METHOD)) {
      items.add(
          new Item(
              now,
              Role.RESOLVED,
              resolved.getResultError() == 0 ? Step.Kind.ANSWER : Step.Kind.ERROR,
              Id.of(resolved.getCallId()),
              Id.EMPTY,
              names.method(method),
              parameter(resolved.hasResult(), resolved.getResult()),
              resolved.getResultError(),
              resolved.getFailure().getDetail()));
    }
  }

  @Override
  public void called(
      String module, String function, byte[] request, int error, ByteString response) {
    try {
      if (module.equals(GuestProgram.KERNEL_MODULE)) {
        systemCall(function, request, error, response);
      } else {
        items.add(
            new Item(
                now,
                Role.NONE,
                Step.Kind.PLUGIN,
                Id.EMPTY,
                Id.EMPTY,
                module + "." + function.replaceFirst("_$", ""),
                Optional.empty(),
                error,
                "%,d bytes, and gets %,d".formatted(request.length, response.size())));
      }
    } catch (InvalidProtocolBufferException e) {
      plain(Step.Kind.LIFE, "says what cannot be read to " + module + "." + function);
    }
  }

  private void systemCall(String function, byte[] request, int error, ByteString response)
      throws InvalidProtocolBufferException {
    if (function.equals(SystemCall.DISPATCH.importName())) {
      DispatchRequest sent = DispatchRequest.parseFrom(request);
      items.add(
          new Item(
              now,
              error == 0 ? Role.SENT : Role.NONE,
              error == 0 ? Step.Kind.CALL : Step.Kind.LIFE,
              Id.of(DispatchResponse.parseFrom(response).getCallId()),
              Id.of(sent.getBundle().getServiceId()),
              error == 0
                  ? names.method(Id.of(sent.getBundle().getMethodId()))
                  : "is refused a call: error " + error,
              parameter(sent.hasParam(), sent.getParam()),
              error,
              ""));
    } else if (function.equals(SystemCall.RETURN_VALUE.importName()) && error == 0) {
      ReturnValueRequest answer = ReturnValueRequest.parseFrom(request);
      items.add(
          new Item(
              now,
              Role.ANSWERED,
              answer.getResultError() == 0 ? Step.Kind.ANSWER : Step.Kind.ERROR,
              Id.of(answer.getBundle().getCallId()),
              Id.of(answer.getBundle().getServiceId()),
              names.method(Id.of(answer.getBundle().getMethodId())),
              parameter(answer.hasResult(), answer.getResult()),
              answer.getResultError(),
              answer.getFailure().getDetail()));
    } else if (error == 0) {
      names.learn(function, request, response);
    }
  }

  @Override
  public void wrote(boolean isError, byte[] bytes, int offset, int length) {
    // A character of several bytes may come in two pieces, and is shown as two then.
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    line.append(text);
    for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
      plain(Step.Kind.LINE, line.substring(0, end));
      line.delete(0, end + 1);
    }
  }

  private void endLine() {
    if (line.length() > 0) {
      plain(Step.Kind.LINE, line.toString());
      line.setLength(0);
    }
  }
}
