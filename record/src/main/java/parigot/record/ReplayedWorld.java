package parigot.record;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedEntry.WhatCase;
import parigot.v1.host.RecordedHostModule;
import parigot.v1.host.RecordedLife;
import parigot.v1.host.RecordedReply;
import parigot.v1.host.RecordedSnapshot;
import parigot.wasm.ClockAndRandom;
import parigot.wasm.HostFunction;
import parigot.wasm.HostModule;
import parigot.wasm.InstanceSettings;

/** The world of a guest that is replayed: it answers what was recorded. */
final class ReplayedWorld {
  private final RecordedLife head;
  private final Tape tape;
  private final ReplayListener listener;
  private final Until until;
  private final Supplier<OptionalInt> stateHash;
  private final HostFunctionNames functions;
  private long writes;
  private long hashes;

  /**
   * @param stateHash of the guest
   */
  ReplayedWorld(
      RecordedLife head,
      Tape tape,
      ReplayListener listener,
      Until until,
      Supplier<OptionalInt> stateHash) {
    this.head = head;
    this.tape = tape;
    this.functions = new HostFunctionNames(head);
    this.listener = listener;
    this.until = until;
    this.stateHash = stateHash;
  }

  /** The guest goes on from what it was when this was recorded. */
  void restored(RecordedSnapshot snapshot) {
    writes = snapshot.getWrites();
    tape.beginAt(snapshot.getEvent());
  }

  /** How many checksums of the guest's memory were equal. */
  long hashes() {
    return hashes;
  }

  InstanceSettings settings() {
    Map<String, String> env = new LinkedHashMap<>();
    head.getEnvList().forEach(variable -> env.put(variable.getName(), variable.getValue()));
    return new InstanceSettings(
        head.getName(),
        head.getArgsList(),
        env,
        head.getMemoryLimit(),
        head.getMessageLimit(),
        new Clock(),
        output(false),
        output(true));
  }

  private InstanceSettings.Output output(boolean isError) {
    return (bytes, offset, length) -> {
      tape.requireGoingOn();
      long number = writes++;
      boolean isRefused =
          tape.kind() == WhatCase.OUTPUT_REFUSED
              && tape.peek().orElseThrow().getOutputRefused() == number;
      if (isRefused) {
        tape.skip();
        throw new UncheckedIOException(new IOException("refused, as it was recorded"));
      }
      listener.wrote(isError, bytes, offset, length);
    };
  }

  List<HostModule> modules() {
    List<HostModule> modules = new ArrayList<>();
    int number = 0;
    for (RecordedHostModule recorded : head.getHostModulesList()) {
      Map<String, HostFunction> its = new HashMap<>();
      for (String name : recorded.getFunctionsList()) {
        its.put(name, function(number, recorded.getName(), name));
        number++;
      }
      modules.add(
          new HostModule(
              recorded.getName(),
              new HostModule.Errors(
                  recorded.getUnreadable(),
                  recorded.getUnwritable(),
                  recorded.getRequestTooLarge(),
                  recorded.getTooLarge()),
              its));
    }
    return modules;
  }

  private HostFunction function(int number, String module, String name) {
    boolean readsEvents = functions.readsEvents(number);
    return request -> {
      tape.requireGoingOn();
      if (readsEvents) {
        compareHash();
      }
      HostFunction.Reply reply = reply(number, module + "." + name, request, readsEvents);
      listener.called(module, name, request, reply.error(), reply.response());
      return reply;
    };
  }

  private HostFunction.Reply reply(
      int number, String function, byte[] request, boolean readsEvents) {
    int checksum = Checksums.of(request);
    String doing = "called %s".formatted(function);
    switch (tape.kind()) {
      case STOP -> {
        requireSame(
            number,
            tape.peek().orElseThrow().getStop().getFunction(),
            checksum,
            tape.peek().orElseThrow().getStop().getRequest(),
            function);
        tape.skip();
        throw tape.over(Tape.End.FORCED);
      }
      case FAILURE -> {
        requireSame(
            number,
            tape.peek().orElseThrow().getFailure().getFunction(),
            checksum,
            tape.peek().orElseThrow().getFailure().getRequest(),
            function);
        String reason = tape.peek().orElseThrow().getFailure().getReason();
        tape.skip();
        throw new IllegalStateException(reason);
      }
      default -> {
        if (tape.kind() == WhatCase.REPLY) {
          RecordedReply next = tape.peek().orElseThrow().getReply();
          requireSame(number, next.getFunction(), checksum, next.getRequest(), function);
          if (readsEvents && next.getError() == 0) {
            begins(next.getResponse(), Micros.instant(next.getTime()));
          }
        }
        RecordedReply reply = tape.take(WhatCase.REPLY, doing).getReply();
        if (reply.getBlanked()) {
          tape.isGivenBlanks();
        }
        return new HostFunction.Reply(reply.getError(), reply.getResponse());
      }
    }
  }

  /** An event begins, unless whoever replays wants no more. */
  void begins(ByteString event, Instant time) {
    if (until.isReached(tape.event() + 1, event, time)) {
      throw tape.over(Tape.End.ENOUGH);
    }
    tape.eventBegins();
    listener.given(tape.event(), event, time);
  }

  private void requireSame(
      int function, int recordedFunction, int checksum, int recordedChecksum, String name) {
    if (function != recordedFunction) {
      throw tape.differs("called " + functions.shown(recordedFunction), "called " + name);
    }
    if (checksum != recordedChecksum) {
      throw tape.differs("called it with another", "called %s with a request".formatted(name));
    }
  }

  /** Compares the guest with a checksum, if one was recorded here. */
  void compareHash() {
    if (tape.kind() != WhatCase.STATE_HASH) {
      return;
    }
    int recorded = tape.peek().orElseThrow().getStateHash();
    OptionalInt now = tape.blankedAt().isEmpty() ? stateHash.get() : OptionalInt.empty();
    if (now.isPresent()) {
      if (now.getAsInt() != recorded) {
        throw tape.differs("had another (%08x)".formatted(recorded), memory(now.getAsInt()));
      }
      hashes++;
    }
    tape.skip();
  }

  private static String memory(int hash) {
    return "has a memory with the checksum %08x at its end".formatted(hash);
  }

  private final class Clock implements ClockAndRandom {
    @Override
    public Instant now() {
      RecordedEntry entry = tape.take(WhatCase.NOW, "asked for the time of day");
      return Instant.EPOCH.plusNanos(entry.getNow());
    }

    @Override
    public long monotonicNanos() {
      return tape.take(WhatCase.MONOTONIC, "asked for the monotonic time").getMonotonic();
    }

    @Override
    public void sleep(Duration time) {
      String doing = "slept for %d ns".formatted(time.toNanos());
      if (tape.kind() == WhatCase.SLEEP_STOPPED) {
        tape.skip();
        throw tape.over(Tape.End.FORCED);
      }
      RecordedEntry entry = tape.take(WhatCase.SLEPT, doing);
      if (entry.getSlept() != time.toNanos()) {
        throw tape.differs(Tape.shown(entry), doing);
      }
    }

    @Override
    public void random(byte[] bytes) {
      String doing = "asked for %d random bytes".formatted(bytes.length);
      RecordedEntry entry = tape.take(WhatCase.RANDOM, doing);
      if (entry.getRandom().size() != bytes.length) {
        throw tape.differs(Tape.shown(entry), doing);
      }
      entry.getRandom().copyTo(bytes, 0);
    }
  }
}
