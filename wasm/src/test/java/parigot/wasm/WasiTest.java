package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.dylibso.chicory.wasm.types.ValType;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class WasiTest {
  private static final int PAGE = 65_536;
  private static final int ERRNO = 60_000;

  private static final int BADF = 8;
  private static final int FAULT = 21;
  private static final int INVAL = 28;
  private static final int IO = 29;

  @TempDir Path folder;

  private final TestClockAndRandom clockAndRandom = new TestClockAndRandom(7);
  private final Guests.Written stdout = new Guests.Written();
  private final Guests.Written stderr = new Guests.Written();
  private InstanceSettings.Output output = stdout;

  private GuestInstance run(String imports, String body) throws ModuleException {
    GuestInstance guest =
        Guests.load(folder, Guests.program(imports, body)).instantiate(settings(), List.of());
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    return guest;
  }

  private InstanceSettings settings() {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("HOSTID_HIGH", "6800");
    env.put("TZ", "Europe/Zürich");
    return new InstanceSettings(
        "greeting.1",
        List.of("-v", "größe"),
        env,
        Guests.MEMORY_LIMIT,
        Guests.MESSAGE_LIMIT,
        clockAndRandom,
        output,
        stderr);
  }

  /** Runs one function with these arguments, after the body; its errno is in the memory. */
  private GuestInstance call(String name, String before, long... args) throws ModuleException {
    WasiFunctions.Function function = WasiFunctions.all().get(name);
    String types =
        function.type().params().stream()
            .map(type -> type.equals(ValType.I64) ? "i64" : "i32")
            .collect(Collectors.joining(" "));
    StringBuilder arguments = new StringBuilder();
    for (int i = 0; i < function.type().params().size(); i++) {
      String type = function.type().params().get(i).equals(ValType.I64) ? "i64" : "i32";
      long value = i < args.length ? args[i] : 0;
      arguments.append("(%s.const %d)".formatted(type, type.equals("i32") ? (int) value : value));
    }
    return run(
        "(import \"wasi_snapshot_preview1\" \"%s\" (func $f (param %s) (result i32)))"
            .formatted(name, types),
        before + "(i32.store (i32.const %d) (call $f %s))".formatted(ERRNO, arguments));
  }

  private static int errno(GuestInstance guest) {
    return guest.memory().readInt(ERRNO);
  }

  private int errno(String name, long... args) throws ModuleException {
    return errno(call(name, "", args));
  }

  private static long longAt(GuestInstance guest, long address) {
    return ByteBuffer.wrap(guest.memory().read(address, 8))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getLong();
  }

  @Test
  void everyFunctionOfPreview1CanBeImported() throws Exception {
    assertThat(WasiFunctions.all()).hasSize(46);
    StringBuilder imports = new StringBuilder();
    WasiFunctions.all()
        .forEach(
            (name, function) ->
                imports.append(
                    "(import \"wasi_snapshot_preview1\" \"%s\" (func (param %s)%s))\n"
                        .formatted(
                            name,
                            function.type().params().stream()
                                .map(type -> type.equals(ValType.I64) ? "i64" : "i32")
                                .collect(Collectors.joining(" ")),
                            function.type().returns().isEmpty() ? "" : " (result i32)")));
    run(imports.toString(), "");
  }

  @Test
  void theFirstArgumentIsTheGuestsName() throws Exception {
    GuestInstance sizes = call("args_sizes_get", "", 100, 104);
    assertThat(sizes.memory().readInt(100)).isEqualTo(3);
    assertThat(sizes.memory().readInt(104)).isEqualTo(22);
    GuestInstance args = call("args_get", "", 100, 200);
    assertThat(args.memory().read(200, 22)).asString().isEqualTo("greeting.1\0-v\0größe\0");
    assertThat(args.memory().readInt(100)).isEqualTo(200);
    assertThat(args.memory().readInt(104)).isEqualTo(211);
    assertThat(args.memory().readInt(108)).isEqualTo(214);
  }

  @Test
  void theEnvironmentIsGivenInItsOrder() throws Exception {
    GuestInstance sizes = call("environ_sizes_get", "", 100, 104);
    assertThat(sizes.memory().readInt(100)).isEqualTo(2);
    int size = sizes.memory().readInt(104);
    GuestInstance env = call("environ_get", "", 100, 200);
    assertThat(env.memory().read(200, size))
        .asString()
        .isEqualTo("HOSTID_HIGH=6800\0TZ=Europe/Zürich\0");
  }

  @Test
  void bothClocksAreTheWorlds() throws Exception {
    long realtime = longAt(call("clock_time_get", "", 0, 0, 100), 100);
    assertThat(realtime)
        .isEqualTo(TestClockAndRandom.BEGINNING.getEpochSecond() * 1_000_000_000 + 1_000);
    assertThat(longAt(call("clock_time_get", "", 1, 0, 100), 100)).isEqualTo(2_000);
    assertThat(longAt(call("clock_res_get", "", 0, 100), 100)).isEqualTo(1);
    assertThat(longAt(call("clock_res_get", "", 1, 100), 100)).isEqualTo(1);
    assertThat(errno("clock_time_get", 2, 0, 100)).isEqualTo(58);
    assertThat(errno("clock_time_get", 9, 0, 100)).isEqualTo(INVAL);
  }

  /** Go leaves rubbish in the upper half of the registers that it passes. */
  @Test
  void theUpperHalfOfAnArgumentDoesNotMatter() throws Exception {
    GuestInstance guest =
        Guests.load(folder, Guests.program("", "")).instantiate(settings(), List.of());
    long[] args = {0xABCD_0000_0000L, 1, 0x7777_0000_0064L};
    Wasi wasi = new Wasi(guest, settings());
    assertThat(wasi.function("clock_time_get").orElseThrow().handle().apply(null, args))
        .containsExactly(0);
    assertThat(guest.memory().readInt(100)).isNotZero();
  }

  @Test
  void randomBytesAreTheWorlds() throws Exception {
    byte[] expected = new byte[64];
    new TestClockAndRandom(7).random(expected);
    assertThat(call("random_get", "", 100, 64).memory().read(100, 64)).isEqualTo(expected);
    assertThat(errno("random_get", 100, PAGE)).isEqualTo(FAULT);
    assertThat(errno("random_get", 0, 0)).isZero();
  }

  @Test
  void theExitCodeIsWhatTheGuestSays() throws Exception {
    for (int code : new int[] {0, 1, 192, 255, 256, -1}) {
      GuestInstance guest =
          Guests.load(
                  folder,
                  Guests.program(
                      "(import \"wasi_snapshot_preview1\" \"proc_exit\" (func $f (param i32)))",
                      "(call $f (i32.const %d)) unreachable".formatted(code)))
              .instantiate(settings(), List.of());
      assertThat(guest.start()).isEqualTo(new Outcome.Exited(code));
    }
  }

  private static final String TWO_VECTORS =
      """
      (i32.store (i32.const 100) (i32.const 200)) (i32.store (i32.const 104) (i32.const 3))
      (i32.store (i32.const 108) (i32.const 203)) (i32.store (i32.const 112) (i32.const 4))
      (i32.store (i32.const 200) (i32.const 0x2d2d2d61))
      (i32.store (i32.const 204) (i32.const 0x0a622d2d))
      """;

  @Test
  void whatAGuestWritesReachesItsOutputs() throws Exception {
    GuestInstance guest = call("fd_write", TWO_VECTORS, 1, 100, 2, 300);
    assertThat(errno(guest)).isZero();
    assertThat(guest.memory().readInt(300)).isEqualTo(7);
    assertThat(stdout.text()).isEqualTo("a-----b");
    call("fd_write", TWO_VECTORS, 2, 100, 2, 300);
    assertThat(stderr.text()).isEqualTo("a-----b");
  }

  @Test
  void aWriteThatDoesNotFitWritesNothing() throws Exception {
    assertThat(errno(call("fd_write", TWO_VECTORS, 1, 100, 1025, 300))).isEqualTo(INVAL);
    assertThat(errno(call("fd_write", TWO_VECTORS, 1, PAGE - 8, 2, 300))).isEqualTo(FAULT);
    assertThat(errno(call("fd_write", TWO_VECTORS, 1, 100, 2, PAGE - 3))).isEqualTo(FAULT);
    String second = "(i32.store (i32.const 112) (i32.const -1))";
    assertThat(errno(call("fd_write", TWO_VECTORS + second, 1, 100, 2, 300))).isEqualTo(FAULT);
    assertThat(errno(call("fd_write", TWO_VECTORS, 0, 100, 2, 300))).isEqualTo(BADF);
    assertThat(errno(call("fd_write", TWO_VECTORS, 3, 100, 2, 300))).isEqualTo(BADF);
    assertThat(stdout.text()).isEmpty();
  }

  @Test
  void anOutputThatIsGoneIsAnErrorForTheGuest() throws Exception {
    output =
        (bytes, offset, length) -> {
          throw new UncheckedIOException(new java.io.IOException("broken pipe"));
        };
    assertThat(errno(call("fd_write", TWO_VECTORS, 1, 100, 2, 300))).isEqualTo(IO);
  }

  @Test
  void tenMegabytesOfOutputPassThroughUnbuffered() throws Exception {
    long[] total = {0};
    int[] largest = {0};
    output =
        (bytes, offset, length) -> {
          total[0] += length;
          largest[0] = Math.max(largest[0], bytes.length);
        };
    run(
        "(import \"wasi_snapshot_preview1\" \"fd_write\""
            + " (func $write (param i32 i32 i32 i32) (result i32)))"
            + "(global $left (mut i32) (i32.const 160))",
        """
        (i32.store (i32.const 100) (i32.const 0)) (i32.store (i32.const 104) (i32.const 65536))
        (loop $again
          (if (call $write (i32.const 1) (i32.const 100) (i32.const 1) (i32.const 300))
            (then unreachable))
          (global.set $left (i32.sub (global.get $left) (i32.const 1)))
          (br_if $again (global.get $left)))
        """);
    assertThat(total[0]).isEqualTo(160 * 65_536);
    assertThat(largest[0]).isLessThanOrEqualTo(65_536);
  }

  @Test
  void theInputHasEnded() throws Exception {
    GuestInstance guest =
        call("fd_read", "(i32.store (i32.const 300) (i32.const 9))", 0, 100, 1, 300);
    assertThat(errno(guest)).isZero();
    assertThat(guest.memory().readInt(300)).isZero();
    assertThat(errno("fd_read", 1, 100, 1, 300)).isEqualTo(BADF);
  }

  static Stream<Arguments> whatIsNotGranted() {
    return Stream.of(
        arguments("fd_prestat_get", new long[] {3, 100}, BADF),
        arguments("fd_prestat_get", new long[] {0, 100}, BADF),
        arguments("fd_prestat_dir_name", new long[] {3, 100, 10}, BADF),
        arguments("path_open", new long[] {3}, BADF),
        arguments("path_open", new long[] {1}, 54),
        arguments("path_symlink", new long[] {0, 0, 3}, BADF),
        arguments("path_rename", new long[] {4}, BADF),
        arguments("fd_readdir", new long[] {3}, BADF),
        arguments("fd_seek", new long[] {1}, 70),
        arguments("fd_tell", new long[] {9}, BADF),
        arguments("fd_pread", new long[] {-1}, BADF),
        arguments("fd_sync", new long[] {1}, 0),
        arguments("fd_datasync", new long[] {4}, BADF),
        arguments("fd_allocate", new long[] {1}, INVAL),
        arguments("fd_fdstat_set_rights", new long[] {1}, 58),
        arguments("sock_accept", new long[] {3}, BADF),
        arguments("sock_send", new long[] {1}, 57),
        arguments("proc_raise", new long[] {9}, 52),
        arguments("sched_yield", new long[] {}, 0));
  }

  @ParameterizedTest
  @MethodSource("whatIsNotGranted")
  void whatIsNotGrantedAnswersAnErrno(String name, long[] args, int errno) throws Exception {
    assertThat(errno(name, args)).isEqualTo(errno);
  }

  @Test
  void theStreamsDescribeThemselves() throws Exception {
    GuestInstance guest = call("fd_fdstat_get", "", 1, 100);
    assertThat(errno(guest)).isZero();
    assertThat(guest.memory().readInt(100)).as("character device, no flags").isEqualTo(2);
    assertThat(longAt(guest, 108) & (1 << 6)).as("may write").isNotZero();
    assertThat(errno("fd_fdstat_get", 3, 100)).isEqualTo(BADF);
    assertThat(errno("fd_fdstat_get", 1, PAGE - 23)).isEqualTo(FAULT);
    assertThat(errno("fd_fdstat_set_flags", 1, 4)).isZero();
    assertThat(errno("fd_fdstat_set_flags", 3, 4)).isEqualTo(BADF);
    assertThat(errno("fd_fdstat_set_flags", 1, 32)).isEqualTo(INVAL);
    assertThat(call("fd_filestat_get", "", 2, 100).memory().readInt(116)).isEqualTo(2);
    assertThat(errno("fd_filestat_get", 3, 100)).isEqualTo(BADF);
  }

  @Test
  void aStreamThatIsClosedOrMovedIsGone() throws Exception {
    GuestInstance guest =
        run(
            """
            (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
            (import "wasi_snapshot_preview1" "fd_renumber"
              (func $renumber (param i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "fd_write"
              (func $write (param i32 i32 i32 i32) (result i32)))
            """,
            TWO_VECTORS
                + """
                (i32.store (i32.const 400) (call $renumber (i32.const 2) (i32.const 1)))
                (i32.store (i32.const 404)
                  (call $write (i32.const 1) (i32.const 100) (i32.const 2) (i32.const 300)))
                (i32.store (i32.const 408)
                  (call $write (i32.const 2) (i32.const 100) (i32.const 2) (i32.const 300)))
                (i32.store (i32.const 412) (call $close (i32.const 1)))
                (i32.store (i32.const 416) (call $close (i32.const 1)))
                """);
    assertThat(List.of(400, 404, 408, 412, 416))
        .map(address -> guest.memory().readInt(address))
        .containsExactly(0, 0, BADF, 0, BADF);
    assertThat(stderr.text()).isEqualTo("a-----b");
    assertThat(stdout.text()).isEmpty();
  }

  /** A subscription to a clock at this address. */
  private static String timer(int address, long userData, int clock, long timeout, int flags) {
    return """
    (i64.store (i32.const %d) (i64.const %d)) (i32.store (i32.const %d) (i32.const %d))
    (i64.store (i32.const %d) (i64.const %d)) (i32.store16 (i32.const %d) (i32.const %d))
    """
        .formatted(
            address, userData, address + 16, clock, address + 24, timeout, address + 40, flags);
  }

  private static String descriptor(int address, long userData, int type, int descriptor) {
    return """
    (i64.store (i32.const %d) (i64.const %d)) (i32.store8 (i32.const %d) (i32.const %d))
    (i32.store (i32.const %d) (i32.const %d))
    """
        .formatted(address, userData, address + 8, type, address + 16, descriptor);
  }

  @Test
  void aSleepIsTheWorldsAndEndsWithTheFirstTimer() throws Exception {
    GuestInstance guest =
        call(
            "poll_oneoff",
            timer(0, 11, 1, 5_000_000, 0)
                + timer(48, 12, 0, 2_000_000, 0)
                + timer(96, 13, 1, 2_000_000, 0),
            0,
            1_000,
            3,
            2_000);
    assertThat(errno(guest)).isZero();
    assertThat(clockAndRandom.sleeps).containsExactly(Duration.ofMillis(2));
    assertThat(guest.memory().readInt(2_000)).isEqualTo(2);
    assertThat(longAt(guest, 1_000)).isEqualTo(12);
    assertThat(longAt(guest, 1_032)).isEqualTo(13);
  }

  @Test
  void aTimeOfDayThatHasPassedNeedsNoSleep() throws Exception {
    long beginning = TestClockAndRandom.BEGINNING.getEpochSecond() * 1_000_000_000;
    call("poll_oneoff", timer(0, 1, 0, beginning, 1), 0, 1_000, 1, 2_000);
    assertThat(clockAndRandom.sleeps).isEmpty();
    call("poll_oneoff", timer(0, 1, 0, beginning + 60_000_000, 1), 0, 1_000, 1, 2_000);
    assertThat(clockAndRandom.sleeps).containsExactly(Duration.ofNanos(60_000_000 - 2_000));
  }

  @Test
  void anAbsurdTimeoutIsALongSleep() throws Exception {
    call("poll_oneoff", timer(0, 1, 1, -1, 0), 0, 1_000, 1, 2_000);
    assertThat(clockAndRandom.sleeps).containsExactly(Duration.ofNanos(Long.MAX_VALUE));
  }

  @Test
  void aReadyStreamComesBeforeAnySleep() throws Exception {
    GuestInstance guest =
        call(
            "poll_oneoff",
            timer(0, 1, 1, 5_000_000, 0)
                + descriptor(48, 2, 2, 1)
                + descriptor(96, 3, 1, 0)
                + descriptor(144, 4, 1, 5)
                + timer(192, 5, 77, 0, 0),
            0,
            1_000,
            5,
            2_000);
    assertThat(clockAndRandom.sleeps).isEmpty();
    assertThat(guest.memory().readInt(2_000)).isEqualTo(4);
    assertThat(List.of(1_000, 1_032, 1_064, 1_096))
        .map(address -> longAt(guest, address))
        .containsExactly(2L, 3L, 4L, 5L);
    assertThat(guest.memory().readInt(1_064 + 8) & 0xffff).isEqualTo(BADF);
    assertThat(guest.memory().readInt(1_096 + 8) & 0xffff).isEqualTo(INVAL);
  }

  @Test
  void aPollThatMakesNoSenseIsRefused() throws Exception {
    assertThat(errno("poll_oneoff", 0, 1_000, 0, 2_000)).isEqualTo(INVAL);
    assertThat(errno("poll_oneoff", 0, 1_000, 5_000, 2_000)).isEqualTo(INVAL);
    assertThat(errno("poll_oneoff", PAGE - 40, 1_000, 1, 2_000)).isEqualTo(FAULT);
    assertThat(errno("poll_oneoff", 0, PAGE - 31, 1, 2_000)).isEqualTo(FAULT);
    assertThat(errno(call("poll_oneoff", descriptor(0, 1, 9, 0), 0, 1_000, 1, 2_000)))
        .isEqualTo(INVAL);
  }

  @Test
  void noArgumentOfAnyFunctionHarmsTheHost() throws Exception {
    Random random = new Random(46);
    int[] edges = {0, 1, 2, 3, 8, PAGE - 8, PAGE - 1, PAGE, -1, Integer.MIN_VALUE};
    GuestInstance guest =
        Guests.load(folder, Guests.program("", "")).instantiate(settings(), List.of());
    List<String> names =
        WasiFunctions.all().keySet().stream().filter(n -> !n.equals("proc_exit")).sorted().toList();
    for (int i = 0; i < 100_000; i++) {
      String name = names.get(random.nextInt(names.size()));
      long[] args = new long[WasiFunctions.all().get(name).type().params().size()];
      for (int a = 0; a < args.length; a++) {
        args[a] = random.nextBoolean() ? edges[random.nextInt(edges.length)] : random.nextLong();
      }
      Wasi wasi = new Wasi(guest, settings());
      long[] errno = wasi.function(name).orElseThrow().handle().apply(null, args);
      assertThat(errno).hasSize(1);
      assertThat(errno[0]).isBetween(0L, 76L);
    }
  }
}
