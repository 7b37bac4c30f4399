package parigot.wasm;

import static parigot.wasm.GuestMemory.unsigned;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import parigot.wasm.WasiFunctions.Errno;

/**
 * {@code poll_oneoff}: waits until one of several things has happened. Guests sleep by it. Outputs
 * are always ready and the input has always ended, so the only thing that is worth a wait is time.
 */
final class WasiPoll {
  private static final int SUBSCRIPTION_SIZE = 48;
  private static final int EVENT_SIZE = 32;
  private static final int MAX_SUBSCRIPTIONS = 4_096;

  private static final int CLOCK = 0;
  private static final int FD_READ = 1;
  private static final int FD_WRITE = 2;
  private static final int ABSOLUTE_TIME = 1;
  private static final int HANG_UP = 1;

  private final Wasi wasi;

  WasiPoll(Wasi wasi) {
    this.wasi = wasi;
  }

  /** Something to wait for, at its place in the guest's list. */
  private record Subscription(long userData, int type, ByteBuffer fields) {

    static Subscription at(ByteBuffer list, int index) {
      ByteBuffer fields =
          list.slice(index * SUBSCRIPTION_SIZE, SUBSCRIPTION_SIZE).order(ByteOrder.LITTLE_ENDIAN);
      return new Subscription(fields.getLong(0), fields.get(8), fields);
    }

    int clock() {
      return fields.getInt(16);
    }

    long timeout() {
      return fields.getLong(24);
    }

    boolean absolute() {
      return (fields.getShort(40) & ABSOLUTE_TIME) != 0;
    }

    int descriptor() {
      return fields.getInt(16);
    }
  }

  private record Event(Subscription subscription, int errno, int flags) {}

  int oneOff(long[] args) throws InterruptedException {
    long in = unsigned(args[0]);
    long out = unsigned(args[1]);
    long count = unsigned(args[2]);
    long occurred = unsigned(args[3]);
    if (count == 0 || count > MAX_SUBSCRIPTIONS) {
      return Errno.INVAL;
    }
    wasi.memory().require(out, count * EVENT_SIZE);
    wasi.memory().require(occurred, Integer.BYTES);
    ByteBuffer list = ByteBuffer.wrap(wasi.memory().read(in, (int) count * SUBSCRIPTION_SIZE));

    List<Event> events = new ArrayList<>();
    List<Subscription> timers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Subscription subscription = Subscription.at(list, i);
      switch (subscription.type()) {
        case CLOCK -> {
          if (Wasi.tellsTime(subscription.clock())) {
            timers.add(subscription);
          } else {
            events.add(new Event(subscription, Errno.INVAL, 0));
          }
        }
        case FD_READ, FD_WRITE -> events.add(descriptorEvent(subscription));
        default -> {
          return Errno.INVAL;
        }
      }
    }
    waitForTimers(timers, events);
    write(events, out);
    wasi.memory().writeInt(occurred, events.size());
    return Errno.SUCCESS;
  }

  private Event descriptorEvent(Subscription subscription) {
    boolean writes = subscription.type() == FD_WRITE;
    if (!wasi.isOpen(subscription.descriptor())
        || wasi.isOutput(subscription.descriptor()) != writes) {
      return new Event(subscription, Errno.BADF, 0);
    }
    return new Event(subscription, Errno.SUCCESS, writes ? 0 : HANG_UP);
  }

  /** Adds the timers that are due; when nothing has happened at all, first waits for the next. */
  private void waitForTimers(List<Subscription> timers, List<Event> events)
      throws InterruptedException {
    List<Long> left = timers.stream().map(this::nanosLeft).toList();
    long passed = 0;
    OptionalLong next = left.stream().mapToLong(Long::longValue).min();
    if (events.isEmpty() && next.isPresent() && next.getAsLong() > 0) {
      passed = next.getAsLong();
      wasi.clockAndRandom().sleep(Duration.ofNanos(passed));
    }
    for (int i = 0; i < timers.size(); i++) {
      if (left.get(i) <= passed) {
        events.add(new Event(timers.get(i), Errno.SUCCESS, 0));
      }
    }
  }

  private long nanosLeft(Subscription timer) {
    long timeout = timer.timeout() < 0 ? Long.MAX_VALUE : timer.timeout();
    if (!timer.absolute()) {
      return timeout;
    }
    long now = wasi.time(timer.clock());
    // A clock may stand below zero, and then the difference does not fit.
    return now < 0 && timeout > Long.MAX_VALUE + now ? Long.MAX_VALUE : timeout - now;
  }

  private void write(List<Event> events, long out) {
    long address = out;
    for (Event event : events) {
      ByteBuffer bytes = ByteBuffer.allocate(EVENT_SIZE).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(0, event.subscription().userData());
      bytes.putShort(8, (short) event.errno());
      bytes.put(10, (byte) event.subscription().type());
      bytes.putShort(24, (short) event.flags());
      wasi.memory().write(address, bytes.array());
      address += EVENT_SIZE;
    }
  }
}
