package parigot.wasm;

import static parigot.wasm.GuestMemory.unsigned;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parigot.v1.host.GuestState;
import parigot.wasm.WasiFunctions.Errno;

/**
 * WASI preview 1 for one guest: arguments, environment, three standard streams, and time and chance
 * from its {@link ClockAndRandom}. A pointer outside the memory gets the guest {@code EFAULT}; only
 * {@code proc_exit} and a broken host end it.
 */
final class Wasi {
  private static final int CHUNK = 65_536;
  private static final int MAX_VECTORS = 1_024;
  private static final int VECTOR_SIZE = 8;

  private static final int CLOCK_REALTIME = 0;
  private static final int CLOCK_MONOTONIC = 1;
  private static final int CLOCK_THREAD_CPU = 3;
  private static final long RESOLUTION_NANOS = 1;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final int FILETYPE_CHARACTER_DEVICE = 2;
  private static final int FDSTAT_SIZE = 24;
  private static final int FILESTAT_SIZE = 64;
  private static final int ALL_FLAGS = 0x1f;
  private static final long RIGHT_READ = 1L << 1;
  private static final long RIGHT_WRITE = 1L << 6;
  private static final long RIGHT_POLL = 1L << 27;

  private final GuestInstance guest;
  private final InstanceSettings settings;
  private final Stream[] streams = {
    new Stream(Optional.empty()), null, null,
  };

  /** Those that it began with. */
  private final List<Stream> all;

  Wasi(GuestInstance guest, InstanceSettings settings) {
    this.guest = guest;
    this.settings = settings;
    streams[1] = new Stream(Optional.of(settings.stdout()));
    streams[2] = new Stream(Optional.of(settings.stderr()));
    all = List.of(streams);
  }

  /** A standard stream: the input, which has always ended, or an output. */
  private static final class Stream {
    private final Optional<InstanceSettings.Output> output;
    private int flags;

    Stream(Optional<InstanceSettings.Output> output) {
      this.output = output;
    }
  }

  /** Adds which streams are open, and their flags, to a state. */
  void take(GuestState.Builder state) {
    for (Stream stream : streams) {
      state.addDescriptors(stream == null ? 0 : 1 + all.indexOf(stream));
    }
    all.forEach(stream -> state.addStreamFlags(stream.flags));
  }

  /** Has the streams open that are in a state. */
  void give(GuestState state) {
    for (int i = 0; i < streams.length; i++) {
      int number = state.getDescriptors(i);
      streams[i] = number == 0 ? null : all.get(number - 1);
      all.get(i).flags = state.getStreamFlags(i);
    }
  }

  /** The function with this name, bound to this guest. */
  Optional<Linker.Provided> function(String name) {
    return Optional.ofNullable(WasiFunctions.all().get(name))
        .map(
            function ->
                new Linker.Provided(
                    function.type(),
                    (instance, args) -> new long[] {call(name, function.work(), args)}));
  }

  private int call(String name, WasiFunctions.Work work, long[] args) {
    try {
      int errno = work.call(this, args);
      guest.requireNotInterrupted();
      return errno;
    } catch (GuestMemory.Outside e) {
      return Errno.FAULT;
    } catch (InterruptedException e) {
      throw new GuestInterrupted();
    } catch (GuestExit | GuestInterrupted e) {
      throw e;
    } catch (Throwable e) {
      throw new HostFailure(WasiFunctions.MODULE + "." + name, e);
    }
  }

  GuestMemory memory() {
    return guest.memory();
  }

  ClockAndRandom clockAndRandom() {
    return settings.clockAndRandom();
  }

  WasiPoll poll() {
    return new WasiPoll(this);
  }

  int argsSizesGet(long[] args) {
    return sizes(arguments(), args);
  }

  int argsGet(long[] args) {
    return strings(arguments(), args);
  }

  int environSizesGet(long[] args) {
    return sizes(environment(), args);
  }

  int environGet(long[] args) {
    return strings(environment(), args);
  }

  private List<byte[]> arguments() {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(terminated(settings.name()));
    settings.args().forEach(arg -> arguments.add(terminated(arg)));
    return arguments;
  }

  private List<byte[]> environment() {
    List<byte[]> environment = new ArrayList<>();
    settings.env().forEach((name, value) -> environment.add(terminated(name + "=" + value)));
    return environment;
  }

  private static byte[] terminated(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_8);
  }

  private int sizes(List<byte[]> strings, long[] args) {
    memory().writeInt(unsigned(args[0]), strings.size());
    memory().writeInt(unsigned(args[1]), strings.stream().mapToInt(s -> s.length).sum());
    return Errno.SUCCESS;
  }

  private int strings(List<byte[]> strings, long[] args) {
    long pointers = unsigned(args[0]);
    long texts = unsigned(args[1]);
    for (byte[] string : strings) {
      memory().writeInt(pointers, (int) texts);
      memory().write(texts, string);
      pointers += Integer.BYTES;
      texts += string.length;
    }
    return Errno.SUCCESS;
  }

  int clockResGet(long[] args) {
    int clock = (int) args[0];
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) {
      return noClock(clock);
    }
    memory().writeLong(unsigned(args[1]), RESOLUTION_NANOS);
    return Errno.SUCCESS;
  }

  int clockTimeGet(long[] args) {
    int clock = (int) args[0];
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) {
      return noClock(clock);
    }
    memory().require(unsigned(args[2]), Long.BYTES);
    memory().writeLong(unsigned(args[2]), time(clock));
    return Errno.SUCCESS;
  }

  /** Whether there is a clock of this number that tells the time. */
  static boolean tellsTime(int clock) {
    return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
  }

  long time(int clock) {
    if (clock == CLOCK_MONOTONIC) {
      return clockAndRandom().monotonicNanos();
    }
    Instant now = clockAndRandom().now();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }

  private static int noClock(int clock) {
    return clock > CLOCK_MONOTONIC && clock <= CLOCK_THREAD_CPU ? Errno.NOTSUP : Errno.INVAL;
  }

  int randomGet(long[] args) {
    long address = unsigned(args[0]);
    long length = unsigned(args[1]);
    memory().require(address, length);
    for (long done = 0; done < length; done += CHUNK) {
      byte[] random = new byte[(int) Math.min(CHUNK, length - done)];
      clockAndRandom().random(random);
      memory().write(address + done, random);
      guest.requireNotInterrupted();
    }
    return Errno.SUCCESS;
  }

  private Optional<Stream> stream(long descriptor) {
    long number = unsigned(descriptor);
    return number < streams.length ? Optional.ofNullable(streams[(int) number]) : Optional.empty();
  }

  /** An errno for the standard streams, and another for what is not open at all. */
  int ofStream(long descriptor, int errno) {
    return isOpen(descriptor) ? errno : Errno.BADF;
  }

  boolean isOpen(long descriptor) {
    return stream(descriptor).isPresent();
  }

  boolean isOutput(long descriptor) {
    return stream(descriptor).flatMap(stream -> stream.output).isPresent();
  }

  int fdClose(long[] args) {
    if (!isOpen(args[0])) {
      return Errno.BADF;
    }
    streams[(int) args[0]] = null;
    return Errno.SUCCESS;
  }

  int fdRenumber(long[] args) {
    if (!isOpen(args[0]) || !isOpen(args[1])) {
      return Errno.BADF;
    }
    int from = (int) args[0];
    int to = (int) args[1];
    if (from != to) {
      streams[to] = streams[from];
      streams[from] = null;
    }
    return Errno.SUCCESS;
  }

  /** The streams look like terminals, so that C programs write whole lines as they print them. */
  int fdFdstatGet(long[] args) {
    Optional<Stream> stream = stream(args[0]);
    if (stream.isEmpty()) {
      return Errno.BADF;
    }
    long address = unsigned(args[1]);
    memory().write(address, new byte[FDSTAT_SIZE]);
    memory().writeByte(address, FILETYPE_CHARACTER_DEVICE);
    memory().writeShort(address + 2, stream.get().flags);
    memory()
        .writeLong(
            address + 8, RIGHT_POLL | (stream.get().output.isPresent() ? RIGHT_WRITE : RIGHT_READ));
    return Errno.SUCCESS;
  }

  int fdFdstatSetFlags(long[] args) {
    Optional<Stream> stream = stream(args[0]);
    if (stream.isEmpty()) {
      return Errno.BADF;
    }
    int flags = (int) args[1];
    if ((flags & ~ALL_FLAGS) != 0) {
      return Errno.INVAL;
    }
    stream.get().flags = flags;
    return Errno.SUCCESS;
  }

  int fdFilestatGet(long[] args) {
    if (!isOpen(args[0])) {
      return Errno.BADF;
    }
    long address = unsigned(args[1]);
    memory().write(address, new byte[FILESTAT_SIZE]);
    memory().writeByte(address + 16, FILETYPE_CHARACTER_DEVICE);
    memory().writeLong(address + 24, 1);
    return Errno.SUCCESS;
  }

  int fdRead(long[] args) {
    if (!isOpen(args[0]) || isOutput(args[0])) {
      return Errno.BADF;
    }
    memory().writeInt(unsigned(args[3]), 0);
    return Errno.SUCCESS;
  }

  int fdWrite(long[] args) {
    Optional<InstanceSettings.Output> output = stream(args[0]).flatMap(stream -> stream.output);
    if (output.isEmpty()) {
      return Errno.BADF;
    }
    long vectors = unsigned(args[1]);
    long count = unsigned(args[2]);
    long written = unsigned(args[3]);
    if (count > MAX_VECTORS) {
      return Errno.INVAL;
    }
    memory().require(written, Integer.BYTES);
    memory().require(vectors, count * VECTOR_SIZE);
    for (long v = vectors; v < vectors + count * VECTOR_SIZE; v += VECTOR_SIZE) {
      memory().require(unsigned(memory().readInt(v)), unsigned(memory().readInt(v + 4)));
    }
    long total = 0;
    for (long v = vectors; v < vectors + count * VECTOR_SIZE; v += VECTOR_SIZE) {
      long length = unsigned(memory().readInt(v + 4));
      if (total + length > Integer.MAX_VALUE) {
        break;
      }
      try {
        write(output.get(), unsigned(memory().readInt(v)), length);
      } catch (UncheckedIOException e) {
        return Errno.IO;
      }
      total += length;
    }
    memory().writeInt(written, (int) total);
    return Errno.SUCCESS;
  }

  private void write(InstanceSettings.Output output, long address, long length) {
    for (long done = 0; done < length; done += CHUNK) {
      byte[] chunk = memory().read(address + done, (int) Math.min(CHUNK, length - done));
      output.write(chunk, 0, chunk.length);
      guest.requireNotInterrupted();
    }
  }
}
