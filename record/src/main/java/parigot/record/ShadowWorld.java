package parigot.record;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedHostModule;
import parigot.v1.host.RecordedLife;
import parigot.v1.host.RecordedReply;
import parigot.wasm.ClockAndRandom;
import parigot.wasm.GuestInterrupted;
import parigot.wasm.HostFunction;
import parigot.wasm.HostModule;
import parigot.wasm.InstanceSettings;

/**
 * The world of another build of a guest: it is given the recorded events, and for what it asks the
 * answers of the same event, function by function. It may ask in another order, for less, and with
 * other requests. What it asks for more than was recorded ends it, but for time and chance.
 */
final class ShadowWorld {
  private final LifeReader reader;
  private final RecordedLife head;
  private final HostFunctionNames names;
  private final ReplayListener listener;
  private final Deque<RecordedEntry> answers = new ArrayDeque<>();
  private Optional<RecordedEntry> next;
  private Optional<String> beyond = Optional.empty();
  private long event;
  private Instant now;
  private long monotonic;
  private byte filler;

  ShadowWorld(LifeReader reader, ReplayListener listener) {
    this.reader = reader;
    this.head = reader.head();
    this.names = new HostFunctionNames(head);
    this.listener = listener;
    now = Micros.instant(head.getBegan());
    next = reader.next();
    take();
  }

  /** What it asked for that was not recorded, which ended it. */
  Optional<String> beyond() {
    return beyond;
  }

  /** How the recorded guest ended, where the recording tells. */
  Optional<RecordedEntry> rest() {
    return next;
  }

  private boolean isReading(RecordedEntry entry) {
    return entry.hasReply() && names.readsEvents(entry.getReply().getFunction());
  }

  /** Makes what was recorded up to the next event ready for the guest. */
  private void take() {
    answers.clear();
    if (next.isPresent() && next.get().hasStart()) {
      next = reader.next();
    }
    while (next.isPresent()
        && !next.get().hasEvent()
        && !next.get().hasOutcome()
        && !isReading(next.get())) {
      answers.add(next.get());
      next = reader.next();
    }
  }

  /** The next event of a reactor; none at the end. */
  Optional<ByteString> event() {
    if (beyond.isPresent() || next.isEmpty() || !next.get().hasEvent()) {
      return Optional.empty();
    }
    ByteString bytes = next.get().getEvent().getEvent();
    begins(bytes, next.get().getEvent().getTime());
    return Optional.of(bytes);
  }

  private void begins(ByteString bytes, long time) {
    event++;
    now = Micros.instant(time);
    listener.given(event, bytes, now);
    next = reader.next();
    take();
  }

  InstanceSettings settings() {
    Map<String, String> env = new LinkedHashMap<>();
    head.getEnvList().forEach(variable -> env.put(variable.getName(), variable.getValue()));
    InstanceSettings.Output output =
        (bytes, offset, length) -> listener.wrote(false, bytes, offset, length);
    return new InstanceSettings(
        head.getName(),
        head.getArgsList(),
        env,
        head.getMemoryLimit(),
        head.getMessageLimit(),
        new Clock(),
        output,
        output);
  }

  List<HostModule> modules() {
    List<HostModule> modules = new ArrayList<>();
    int number = 0;
    for (RecordedHostModule recorded : head.getHostModulesList()) {
      Map<String, HostFunction> functions = new HashMap<>();
      for (String name : recorded.getFunctionsList()) {
        int function = number++;
        functions.put(
            name,
            request -> {
              RecordedReply reply = reply(function);
              listener.called(
                  recorded.getName(), name, request, reply.getError(), reply.getResponse());
              return new HostFunction.Reply(reply.getError(), reply.getResponse());
            });
      }
      modules.add(
          new HostModule(
              recorded.getName(),
              new HostModule.Errors(
                  recorded.getUnreadable(),
                  recorded.getUnwritable(),
                  recorded.getRequestTooLarge(),
                  recorded.getTooLarge()),
              functions));
    }
    return modules;
  }

  private RecordedReply reply(int function) {
    if (beyond.isPresent()) {
      throw new GuestInterrupted();
    }
    if (names.readsEvents(function)) {
      return read();
    }
    return take(entry -> entry.hasReply() && entry.getReply().getFunction() == function)
        .map(RecordedEntry::getReply)
        .orElseThrow(
            () -> over("calls %s, which it did not before".formatted(names.shown(function))));
  }

  /** What a loop guest reads next. */
  private RecordedReply read() {
    if (next.isEmpty() || !isReading(next.get())) {
      throw new GuestInterrupted();
    }
    RecordedReply reply = next.get().getReply();
    if (reply.getError() == 0) {
      begins(reply.getResponse(), reply.getTime());
    } else {
      next = reader.next();
      take();
    }
    return reply;
  }

  private GuestInterrupted over(String why) {
    beyond = Optional.of(why);
    return new GuestInterrupted();
  }

  /** The first answer of this event that is one for this, and was not given yet. */
  private Optional<RecordedEntry> take(Predicate<RecordedEntry> wanted) {
    for (Iterator<RecordedEntry> each = answers.iterator(); each.hasNext(); ) {
      RecordedEntry entry = each.next();
      if (wanted.test(entry)) {
        each.remove();
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** Where nothing was recorded, time stands still, and chance is a row of bytes. */
  private final class Clock implements ClockAndRandom {
    @Override
    public Instant now() {
      take(entry -> entry.hasNow())
          .ifPresent(entry -> now = Instant.EPOCH.plusNanos(entry.getNow()));
      return now;
    }

    @Override
    public long monotonicNanos() {
      take(entry -> entry.hasMonotonic()).ifPresent(entry -> monotonic = entry.getMonotonic());
      return monotonic;
    }

    @Override
    public void sleep(Duration time) {
      Optional<RecordedEntry> unused = take(entry -> entry.hasSlept());
    }

    @Override
    public void random(byte[] bytes) {
      Optional<RecordedEntry> recorded =
          take(entry -> entry.hasRandom() && entry.getRandom().size() == bytes.length);
      if (recorded.isPresent()) {
        recorded.get().getRandom().copyTo(bytes, 0);
      } else {
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = ++filler;
        }
      }
    }
  }
}
