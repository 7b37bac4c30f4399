package parigot.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.wasm.ClockAndRandom;
import parigot.wasm.HostFunction;
import parigot.wasm.HostModule;
import parigot.wasm.InstanceSettings;
import parigot.wasm.ModuleException;
import parigot.wasm.Outcome;

@Timeout(60)
class JavaInstanceTest {
  private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> err = new LinkedBlockingQueue<>();

  private static List<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .toList();
  }

  private static JavaProgram program(String name) throws ModuleException {
    return JavaProgram.of("program.Programs$" + name, classPath());
  }

  private InstanceSettings settings() {
    return settings(
        (bytes, offset, length) ->
            out.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
  }

  private InstanceSettings settings(InstanceSettings.Output output) {
    return new InstanceSettings(
        "tester",
        List.of("these", "arguments"),
        Map.of(),
        1 << 20,
        4096,
        ClockAndRandom.ofThisMachine(),
        output,
        (bytes, offset, length) ->
            err.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
  }

  private JavaInstance instance(String name) throws ModuleException {
    return program(name).instantiate(settings(), List.of());
  }

  private String printed() throws InterruptedException {
    return out.poll(30, TimeUnit.SECONDS);
  }

  @Test
  void eachInstanceHasItsOwnStaticsOutputAndThread() throws Exception {
    JavaProgram program = program("Says");
    PrintStream before = System.out;
    for (int i = 0; i < 2; i++) {
      try (JavaInstance instance = program.instantiate(settings(), List.of())) {
        assertThat(instance.start()).isInstanceOf(Outcome.Returned.class);
      }
      assertThat(printed()).isEqualTo("these arguments 1" + System.lineSeparator());
      assertThat(err.take().strip()).isEqualTo("guest tester");
    }
    assertThat(System.out).isSameAs(before);
  }

  /** A log may be on standard error. */
  @Test
  void whatTheHostWritesWhileItWorksForAGuestIsNotTheGuests() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try (JavaInstance instance =
        program("Calls")
            .instantiate(
                settings((bytes, offset, length) -> System.err.print("[guest's output]")),
                List.of(
                    new HostModule(
                        "log",
                        new HostModule.Errors(1, 2, 3),
                        Map.of(
                            "log_",
                            request -> {
                              System.err.print("[host's function]");
                              return HostFunction.Reply.EMPTY;
                            }))))) {
      assertThat(instance.start()).isInstanceOf(Outcome.Returned.class);
    } finally {
      System.setErr(before);
    }
    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("[host's function]", "[guest's output]");
    assertThat(err).isEmpty();
  }

  @Test
  void whatItCallsThatNobodyProvidesEndsItUnlessSomebodyTakesAll() throws Exception {
    try (JavaInstance instance = instance("Calls")) {
      assertThat(instance.start())
          .isInstanceOfSatisfying(
              Outcome.Trapped.class,
              trapped ->
                  assertThat(trapped.reason())
                      .isEqualTo("it called log.log_, which nobody provides"));
    }
    try (JavaInstance instance =
        program("Calls")
            .instantiate(settings(), List.of(), request -> HostFunction.Reply.failed(1))) {
      assertThat(instance.start()).isInstanceOf(Outcome.Returned.class);
    }
  }

  @Test
  void whatItThrowsEndsIt() throws Exception {
    try (JavaInstance instance = instance("Throws")) {
      assertThat(instance.start())
          .isInstanceOfSatisfying(
              Outcome.Trapped.class,
              trapped ->
                  assertThat(trapped.reason())
                      .isEqualTo(
                          "the guest threw an exception: java.lang.IllegalArgumentException: not"
                              + " today"));
      assertThatThrownBy(() -> instance.deliver(ByteString.EMPTY)).hasMessage("the guest is spent");
    }
    try (JavaInstance instance = instance("Recurses")) {
      assertThat(instance.start())
          .isInstanceOfSatisfying(
              Outcome.Trapped.class,
              trapped -> assertThat(trapped.cause()).isInstanceOf(StackOverflowError.class));
    }
  }

  @Test
  void whoWaitsForAnInstanceThatIsKilledWaitsNoLonger() throws Exception {
    for (String name : List.of("Computes", "Waits")) {
      try (JavaInstance instance = instance(name)) {
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(instance::start);
        assertThat(printed()).startsWith("begun");
        assertThat(instance.runningEntry()).isEqualTo(1);
        assertThat(instance.stack())
            .anyMatch(frame -> frame.getClassName().equals("program.Programs$" + name));

        instance.kill();

        assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Interrupted.class);
        if (name.equals("Waits")) {
          assertThat(printed()).startsWith("interrupted");
        }
      }
    }
  }

  @Test
  void threadsThatAGuestStartsMayNotCallItsHost() throws Exception {
    try (JavaInstance instance = instance("CallsFromAnotherThread")) {
      assertThat(instance.start()).isInstanceOf(Outcome.Returned.class);
    }
    assertThat(String.join("", err))
        .contains(
            "log.log_ was called on a thread of the guest's own; only \"guest tester\" may call the"
                + " host");
  }

  @Test
  void anInstanceThatWasKilledIsNeverEntered() throws Exception {
    try (JavaInstance instance = instance("Says")) {
      instance.kill();
      assertThat(instance.start()).isInstanceOf(Outcome.Interrupted.class);
      assertThat(out).isEmpty();
    }
  }

  @Test
  void whatCannotBeRunIsRefusedWithASentence() {
    assertThatThrownBy(() -> program("Missing"))
        .isInstanceOf(ModuleException.class)
        .hasMessage(
            "there is no class program.Programs$Missing in the guest's class path; build the"
                + " guest's project again, or correct its main-class.");
    assertThatThrownBy(() -> program("Nothing"))
        .hasMessage(
            "the guest's class program.Programs$Nothing has no public static void main(String[]).");
    assertThatThrownBy(() -> JavaProgram.of("a.B", List.of(Path.of("no-such-folder"))))
        .hasMessage(
            "the guest's class path names no-such-folder, which is not there; build the guest's"
                + " project again.");
    assertThatThrownBy(() -> JavaProgram.of("a.B", List.of()))
        .hasMessageContaining("has no parigot.guest.JvmHost");
  }
}
