package parigot.record;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import parigot.kernel.Id;
import parigot.kernel.guest.SystemCall;
import parigot.runtime.guest.GuestProgram;
import parigot.v1.host.RecordedEntry;
import parigot.wasm.Outcome;
import syscall.v1.host.DispatchRequest;
import syscall.v1.host.ReturnValueRequest;

/** Compares what another build of a guest says with what the recorded one said. */
final class ShadowReplay {
  private static final String DISPATCH =
      GuestProgram.KERNEL_MODULE + "." + SystemCall.DISPATCH.importName();
  private static final String RETURN_VALUE =
      GuestProgram.KERNEL_MODULE + "." + SystemCall.RETURN_VALUE.importName();

  private final Names names;
  private final MessageTexts texts;
  private final List<ShadowDifference> differences = new ArrayList<>();

  /**
   * @param names what services and methods are called
   */
  ShadowReplay(Names names, MessageTexts texts) {
    this.names = names;
    this.texts = texts;
  }

  /**
   * All differences, in the order of the events.
   *
   * @param recorded what the recorded build said
   * @param now what the other says
   * @param world the other's, in which it has lived
   * @param outcome how the other has ended
   */
  List<ShadowDifference> compare(
      List<Turn> recorded, List<Turn> now, ShadowWorld world, Outcome outcome) {
    for (int i = 0; i < now.size(); i++) {
      Turn before = i < recorded.size() ? recorded.get(i) : Turn.at(i);
      boolean isLastOfShorter = i == now.size() - 1 && now.size() < recorded.size();
      compare(before, now.get(i), isLastOfShorter);
    }
    compareEnds(now.size() - 1L, world, outcome);
    return differences;
  }

  private void compareEnds(long event, ShadowWorld world, Outcome outcome) {
    if (world.beyond().isPresent()) {
      differences.add(
          new ShadowDifference(event, "its end", "", "no such call", world.beyond().get()));
      return;
    }
    Optional<RecordedEntry> rest = world.rest();
    String before =
        rest.filter(RecordedEntry::hasOutcome)
            .map(entry -> Outcomes.shown(entry.getOutcome()))
            .orElse("lives on");
    boolean lives = outcome instanceof Outcome.Returned || outcome instanceof Outcome.Interrupted;
    boolean isForced =
        rest.filter(entry -> !entry.hasOutcome() || !Outcomes.isForced(entry.getOutcome()))
            .isEmpty();
    boolean isAlike =
        (rest.isPresent() && rest.get().hasOutcome())
            ? isForced || Outcomes.areAlike(rest.get().getOutcome(), Outcomes.recorded(outcome))
            : rest.isEmpty() && lives;
    if (!isAlike) {
      differences.add(
          new ShadowDifference(
              event,
              "its end",
              "",
              before,
              lives ? "lives on" : Outcomes.shown(Outcomes.recorded(outcome))));
    }
  }

  private void compare(Turn before, Turn now, boolean isCut) {
    Map<String, List<byte[]>> old = before.byFunction();
    Map<String, List<byte[]>> young = now.byFunction();
    TreeSet<String> functions = new TreeSet<>(old.keySet());
    functions.addAll(young.keySet());
    for (String function : functions) {
      List<byte[]> one = old.getOrDefault(function, List.of());
      List<byte[]> other = young.getOrDefault(function, List.of());
      for (int i = 0; i < Math.max(one.size(), isCut ? 0 : other.size()) || i < other.size(); i++) {
        if (i < one.size() && i < other.size()) {
          compare(now.event(), function, one.get(i), other.get(i));
        } else if (i < other.size()) {
          add(now.event(), function, other.get(i), "no such call", "one");
        } else if (!isCut) {
          add(now.event(), function, one.get(i), "a call", "none");
        }
      }
    }
  }

  private void add(long event, String function, byte[] request, String recorded, String now) {
    differences.add(new ShadowDifference(event, read(function, request).what(), "", recorded, now));
  }

  private void compare(long event, String function, byte[] one, byte[] other) {
    if (Arrays.equals(one, other)) {
      return;
    }
    Read first = read(function, one);
    Read second = read(function, other);
    if (!first.what().equals(second.what())) {
      differences.add(new ShadowDifference(event, function, "", first.what(), second.what()));
      return;
    }
    if (first.error() != second.error()) {
      differences.add(
          new ShadowDifference(event, first.what(), "error", error(first), error(second)));
    }
    for (MessageDifferences.Field field :
        new MessageDifferences(texts).of(first.message(), second.message())) {
      differences.add(
          new ShadowDifference(event, first.what(), field.field(), field.one(), field.other()));
    }
  }

  private String error(Read read) {
    return read.error() == 0 ? "none" : texts.error(names.service(read.service()), read.error());
  }

  /**
   * A request as far as it can be read: ids of calls, which come from chance, are left out.
   *
   * @param what it is about
   */
  private record Read(String what, Id service, int error, Optional<Any> message) {}

  private Read read(String function, byte[] request) {
    try {
      if (function.equals(DISPATCH)) {
        DispatchRequest sent = DispatchRequest.parseFrom(request);
        Id service = Id.of(sent.getBundle().getServiceId());
        String method = names.method(Id.of(sent.getBundle().getMethodId()));
        return new Read(
            "the call of %s.%s".formatted(names.service(service), method),
            service,
            0,
            sent.hasParam() ? Optional.of(sent.getParam()) : Optional.empty());
      }
      if (function.equals(RETURN_VALUE)) {
        ReturnValueRequest answer = ReturnValueRequest.parseFrom(request);
        return new Read(
            "its answer",
            Id.of(answer.getBundle().getServiceId()),
            answer.getResultError(),
            answer.hasResult() ? Optional.of(answer.getResult()) : Optional.empty());
      }
    } catch (InvalidProtocolBufferException e) {
      return raw(function, request);
    }
    return raw(function, request);
  }

  private static Read raw(String function, byte[] request) {
    return new Read(
        "its request to " + function,
        Id.EMPTY,
        0,
        Optional.of(
            Any.newBuilder().setTypeUrl("request").setValue(ByteString.copyFrom(request)).build()));
  }
}
