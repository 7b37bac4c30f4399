package parigot.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import parigot.kernel.guest.SystemCall;
import parigot.runtime.guest.GuestCode;
import parigot.runtime.guest.GuestProgram;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedFailure;
import parigot.v1.host.RecordedLife;
import parigot.v1.host.RecordedOutcome;
import parigot.v1.host.RecordedSnapshot;
import parigot.v1.host.RecordedStart;
import parigot.v1.host.RecordedStop;
import parigot.wasm.ClockAndRandom;
import parigot.wasm.GuestInterrupted;
import parigot.wasm.GuestShape;
import parigot.wasm.HostFunction;
import parigot.wasm.HostModule;
import parigot.wasm.InstanceSettings;
import parigot.wasm.Outcome;

/**
 * Stands between one running guest and its world, and writes down what crosses into the guest. Used
 * on the guest's thread.
 */
final class LifeRecorder {
  private final EntryLog log;
  private final RecordedLife head;
  private final ClockAndRandom own;
  private final int stateHash;
  private final Optional<Blanking> blanking;
  private GuestCode.Instance instance;
  private long events;
  private long writes;

  /**
   * @param own the guest's own time and chance
   * @param stateHash after how many events a checksum of its memory is written
   * @param blanking blanks secrets, if that is wanted
   */
  LifeRecorder(
      EntryLog log,
      RecordedLife head,
      ClockAndRandom own,
      int stateHash,
      Optional<Blanking> blanking) {
    this.log = log;
    this.head = head;
    this.own = own;
    this.stateHash = stateHash;
    this.blanking = blanking;
  }

  private long now() {
    return Micros.of(own.now());
  }

  private void add(RecordedEntry.Builder entry) {
    log.add(FrameContent.of(entry.build()));
  }

  /** The same settings, with time, chance and outputs that are recorded. */
  InstanceSettings tapped(InstanceSettings settings) {
    return new InstanceSettings(
        settings.name(),
        settings.args(),
        settings.env(),
        settings.memoryLimitBytes(),
        settings.messageLimitBytes(),
        new Clock(),
        tapped(settings.stdout()),
        tapped(settings.stderr()));
  }

  private InstanceSettings.Output tapped(InstanceSettings.Output output) {
    return (bytes, offset, length) -> {
      long number = writes++;
      try {
        output.write(bytes, offset, length);
      } catch (UncheckedIOException e) {
        add(RecordedEntry.newBuilder().setOutputRefused(number));
        throw e;
      }
    };
  }

  /** The same functions, with answers that are recorded. */
  List<HostModule> tapped(List<HostModule> modules) {
    List<HostModule> tapped = new ArrayList<>();
    int number = 0;
    for (HostModule module : modules) {
      Map<String, HostFunction> functions = new HashMap<>();
      for (String name : new TreeSet<>(module.functions().keySet())) {
        boolean readsEvents =
            !head.getReactor()
                && module.name().equals(GuestProgram.KERNEL_MODULE)
                && name.equals(SystemCall.READ_ONE.importName());
        HostFunction function = module.functions().get(name);
        functions.put(name, tapped(number, module.name(), name, function, readsEvents));
        number++;
      }
      tapped.add(new HostModule(module.name(), module.errors(), functions));
    }
    return tapped;
  }

  private HostFunction tapped(
      int number, String module, String name, HostFunction function, boolean readsEvents) {
    return request -> {
      if (readsEvents) {
        hash();
      }
      int checksum = Checksums.of(request);
      HostFunction.Reply reply;
      try {
        reply = function.call(request);
      } catch (GuestInterrupted e) {
        add(
            RecordedEntry.newBuilder()
                .setStop(
                    RecordedStop.newBuilder().setFunction(number).setRequest(checksum).build()));
        throw e;
      } catch (RuntimeException | Error e) {
        add(
            RecordedEntry.newBuilder()
                .setFailure(
                    RecordedFailure.newBuilder()
                        .setFunction(number)
                        .setRequest(checksum)
                        .setReason(e.toString())
                        .build()));
        throw e;
      }
      ByteString response =
          blanking.isPresent() ? blanked(module, name, reply.response()) : reply.response();
      boolean isEvent = readsEvents && reply.error() == 0;
      if (isEvent) {
        events++;
      }
      log.add(
          new ReplyEntry(
              number,
              checksum,
              reply.error(),
              response,
              isEvent ? now() : 0,
              isBlanked(response, reply.response())));
      return reply;
    };
  }

  private boolean isBlanked(ByteString written, ByteString own) {
    return blanking.isPresent() && !written.equals(own);
  }

  private ByteString blanked(String module, String function, ByteString response) {
    if (module.equals(GuestProgram.KERNEL_MODULE)) {
      return function.equals(SystemCall.READ_ONE.importName())
          ? blanking.orElseThrow().event(response)
          : response;
    }
    return blanking.orElseThrow().answer(module, function, response);
  }

  private RecordedEntry snapshot() {
    return RecordedEntry.newBuilder()
        .setSnapshot(
            RecordedSnapshot.newBuilder()
                .setEvent(events)
                .setWrites(writes)
                .setState(instance.state().orElseThrow()))
        .build();
  }

  private void hash() {
    if (events % stateHash == 0) {
      OptionalInt hash = instance.stateHash();
      if (hash.isPresent()) {
        add(RecordedEntry.newBuilder().setStateHash(hash.getAsInt()));
      }
    }
  }

  /** The same instance, with what becomes of it recorded. */
  GuestCode.Instance tapped(GuestCode.Instance its, GuestShape shape) {
    instance = its;
    return new Recorded(shape);
  }

  private final class Clock implements ClockAndRandom {
    @Override
    public Instant now() {
      Instant now = own.now();
      add(RecordedEntry.newBuilder().setNow(nanos(now)));
      return now;
    }

    @Override
    public long monotonicNanos() {
      long nanos = own.monotonicNanos();
      add(RecordedEntry.newBuilder().setMonotonic(nanos));
      return nanos;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
      try {
        own.sleep(time);
      } catch (InterruptedException e) {
        add(RecordedEntry.newBuilder().setSleepStopped(true));
        throw e;
      }
      add(RecordedEntry.newBuilder().setSlept(time.toNanos()));
    }

    @Override
    public void random(byte[] bytes) {
      own.random(bytes);
      add(RecordedEntry.newBuilder().setRandom(UnsafeByteOperations.unsafeWrap(bytes)));
    }
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  private final class Recorded implements GuestCode.Instance {
    private final boolean isReactor;
    private final Supplier<RecordedEntry> snapshot = LifeRecorder.this::snapshot;
    private volatile boolean isKilled;

    Recorded(GuestShape shape) {
      isReactor = shape == GuestShape.REACTOR;
    }

    @Override
    public Outcome start() {
      log.begin(head);
      add(
          RecordedEntry.newBuilder()
              .setStart(RecordedStart.newBuilder().setTime(LifeRecorder.this.now()).build()));
      return ended(instance.start());
    }

    @Override
    public Outcome deliver(ByteString event) {
      events++;
      ByteString written = blanking.isPresent() ? blanking.get().event(event) : event;
      log.add(new EventEntry(written, LifeRecorder.this.now(), isBlanked(written, event)));
      return ended(instance.deliver(event));
    }

    private Outcome ended(Outcome outcome) {
      if (isReactor && outcome instanceof Outcome.Returned) {
        hash();
        log.betweenEvents(snapshot);
      } else {
        RecordedOutcome recorded = Outcomes.recorded(outcome);
        add(RecordedEntry.newBuilder().setOutcome(recorded));
        log.end(Outcomes.isFailure(recorded) && !isKilled);
      }
      return outcome;
    }

    @Override
    public boolean interrupt(long entry) {
      return instance.interrupt(entry);
    }

    @Override
    public void kill() {
      isKilled = true;
      instance.kill();
    }

    @Override
    public long runningEntry() {
      return instance.runningEntry();
    }

    @Override
    public OptionalLong memoryBytes() {
      return instance.memoryBytes();
    }

    @Override
    public OptionalInt stateHash() {
      return instance.stateHash();
    }

    @Override
    public void close() {
      instance.close();
      log.close();
    }
  }
}
