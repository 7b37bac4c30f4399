package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.kernel.Admission;
import parigot.kernel.DurationHistogram;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.guest.Directory;
import parigot.kernel.guest.SystemCalls;
import parigot.kernel.rules.Kernel;
import parigot.runtime.guest.CurrentCall;
import parigot.runtime.guest.GuestPlan;
import parigot.runtime.guest.GuestProgram;
import parigot.runtime.guest.LongEvents;
import parigot.runtime.guest.QueueInbox;
import parigot.runtime.guest.SharedByGuests;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.machine.Time;
import parigot.runtime.settings.ApplicationSettings;

/**
 * A guest that calls every host function with four arguments that may be anything: each call is
 * answered or ends the guest, and nobody else notices.
 */
@Timeout(1200)
class WildPointersTest {
  /** More with {@code -Dpointers=1000000}. */
  private static final int CALLS = Integer.getInteger("pointers", 30_000);

  private static final int CALLS_AN_EVENT = 50;
  private static final int RECORD = 20;
  private static final int PAGE = 65_536;
  private static final int PAGES = 3;

  private static final List<String> FUNCTIONS =
      Stream.of(
              functions(
                  "parigot",
                  "register_ bind_method_ export_ require_ launch_ locate_ dispatch_ return_value_"
                      + " read_one_ exit_ timer_ block_until_call_ failure_"),
              functions("log", "log_"),
              functions("file", "open_ create_ close_ load_test_data_ read_ write_ delete_ stat_"),
              functions(
                  "queue", "create_queue_ locate_ delete_queue_ receive_ mark_done_ length_ send_"),
              functions("nutsdb", "open_ close_ read_pair_ write_pair_ delete_pair_"))
          .flatMap(List::stream)
          .toList();

  @TempDir Path folder;
  private final SplittableRandom random = new SplittableRandom(20261125);
  private int lives;

  private static List<String> functions(String module, String names) {
    return Stream.of(names.split(" "))
        .map(name -> "\"%s\" \"%s\"".formatted(module, name))
        .toList();
  }

  /** Calls one function after the other, each as a record of the event says. */
  private static String module() {
    String imports =
        IntStream.range(0, FUNCTIONS.size())
            .mapToObj(
                i ->
                    "(import %s (func $f%d (param i32 i32 i32 i32) (result i64)))"
                        .formatted(FUNCTIONS.get(i), i))
            .collect(Collectors.joining("\n"));
    String table =
        IntStream.range(0, FUNCTIONS.size())
            .mapToObj(i -> "$f" + i)
            .collect(Collectors.joining(" "));
    return """
        (module
          %s
          (type $call (func (param i32 i32 i32 i32) (result i64)))
          (memory (export "memory") %d)
          (table %d funcref)
          (elem (i32.const 0) %s)
          (func (export "parigot_alloc_") (param i32) (result i32) (i32.const %d))
          (func (export "parigot_deliver_") (param $at i32) (param $length i32) (local $end i32)
            (local.set $end (i32.add (local.get $at) (local.get $length)))
            (loop $next
              (drop (call_indirect (type $call)
                (i32.load offset=4 (local.get $at)) (i32.load offset=8 (local.get $at))
                (i32.load offset=12 (local.get $at)) (i32.load offset=16 (local.get $at))
                (i32.load (local.get $at))))
              (local.set $at (i32.add (local.get $at) (i32.const %d)))
              (br_if $next (i32.lt_u (local.get $at) (local.get $end))))))
        """
        .formatted(imports, PAGES, FUNCTIONS.size(), table, 2 * PAGE, RECORD);
  }

  private int wild() {
    int end = PAGES * PAGE;
    int[] edges = {
      0,
      1,
      3,
      4,
      100,
      4095,
      4096,
      4097,
      end - 4097,
      end - 4096,
      end - 4,
      end - 3,
      end - 1,
      end,
      end + 1,
      Integer.MAX_VALUE,
      Integer.MIN_VALUE,
      -4096,
      -4,
      -1
    };
    return random.nextBoolean() ? edges[random.nextInt(edges.length)] : random.nextInt();
  }

  private byte[] event() {
    ByteBuffer event = ByteBuffer.allocate(CALLS_AN_EVENT * RECORD).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < CALLS_AN_EVENT; i++) {
      event.putInt(random.nextInt(FUNCTIONS.size())).putInt(wild()).putInt(wild()).putInt(wild());
      // Where the error goes is wild now and then only: it ends the guest, and the other calls.
      event.putInt(random.nextInt(50) == 0 ? wild() : PAGE + 4 * random.nextInt(PAGE / 4));
    }
    return event.array();
  }

  @Test
  void noArgumentsHarmAnybodyButTheGuest() throws Exception {
    Path file = Wat.module(folder, "wild", module());
    ApplicationSettings settings =
        ApplicationSettings.of(
            TestApplication.with()
                .guest("wild", "server", file)
                .set("wild", "plugins = [log, file, queue, nutsdb]")
                .config());
    LoadedApplication loaded =
        LoadedApplication.load(
            settings,
            new RecordedConsole(),
            new Unserved(),
            PlatformThreads.loaders(),
            new PlatformThreads(Time.ofThisMachine()),
            Time.ofThisMachine());
    try {
      GuestPlan plan = loaded.guests().get(0);
      int calls = 0;
      while (calls < CALLS) {
        calls += life(plan, loaded, calls);
      }
      assertThat(lives).as("lives").isGreaterThan(CALLS / CALLS_AN_EVENT / 10);
    } finally {
      loaded.plugins().close();
    }
  }

  /** Gives the guest events until it has ended or has made its calls; how many it was given. */
  private int life(GuestPlan plan, LoadedApplication loaded, int before) throws Exception {
    Kernel kernel = new Kernel(loaded.kernelSettings(), loaded.ids(), host -> Id.EMPTY);
    List<Effect> changes = new ArrayList<>();
    Id other =
        kernel.admit(new GuestSpec("other", 1, 1, GuestKind.SERVER, 4096, 10, 10), changes).host();
    Admission admission = kernel.admit(plan.spec(), changes);
    Id host = admission.host();
    Directory directory = new Directory();
    changes.forEach(change -> directory.apply(((Effect.Listed) change).change()));
    List<Effect> effects = new ArrayList<>();
    kernel.start(0, effects);
    assertThat(effects).containsExactly(new Effect.Begin());
    effects.clear();
    QueueInbox inbox = new QueueInbox();
    SystemCalls calls =
        new SystemCalls(
            admission,
            directory,
            inbox,
            new CurrentCall(),
            said -> kernel.handle(host, said, 0, effects));
    GuestProgram program =
        new GuestProgram(
            plan,
            lives++,
            calls,
            failure ->
                loaded
                    .plugins()
                    .modulesFor(
                        plan.settings(), plan.label(), host, plan.spec().capacity(), failure),
            new SharedByGuests(
                loaded.time(),
                loaded.console(),
                loaded.plugins().heapGate(),
                new LongEvents(),
                true),
            Optional.empty(),
            new DurationHistogram());
    program.instantiate();
    Optional<Ending> ending = program.start();
    int made = 0;
    while (ending.isEmpty() && before + made < CALLS) {
      ending = program.deliver(ByteString.copyFrom(event()));
      made += CALLS_AN_EVENT;
    }
    program.close();
    ending.ifPresent(
        how ->
            assertThat(how)
                .isInstanceOfSatisfying(
                    Ending.Failed.class,
                    failed -> assertThat(failed.reason()).startsWith("the guest trapped")));
    assertThat(kernel.guests()).extracting(guest -> guest.host()).containsExactly(other, host);
    assertThat(effects)
        .allSatisfy(
            effect ->
                assertThat(effect)
                    .isInstanceOfSatisfying(
                        Effect.Deliver.class,
                        deliver -> assertThat(deliver.host()).isEqualTo(host)));
    return made;
  }

  /** What plugins call guests through. */
  private static final class Unserved implements parigot.plugin.GuestServices {
    @Override
    public <R extends com.google.protobuf.Message> CompletableFuture<R> call(
        String packagePath,
        String service,
        String method,
        com.google.protobuf.Message request,
        Class<R> responseType) {
      return CompletableFuture.failedFuture(new IllegalStateException("there is no guest"));
    }
  }
}
