package parigot.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parigot.wasm.ClockAndRandom;
import parigot.wasm.InstanceSettings;
import parigot.wasm.Outcome;

/** An instance that was given the classes of another one finds them as if they were new. */
class KeptClassesTest {
  private final List<String> out = new ArrayList<>();

  private InstanceSettings settings() {
    InstanceSettings.Output output =
        (bytes, offset, length) ->
            out.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
    return new InstanceSettings(
        "tester",
        List.of(),
        Map.of(),
        1 << 20,
        4096,
        ClockAndRandom.ofThisMachine(),
        output,
        output);
  }

  private static JavaProgram program() throws Exception {
    return JavaProgram.of(
            "program.Statics",
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(Files::exists)
                .toList())
        .reusingClasses();
  }

  @Test
  void eachInstanceFindsAllStaticsAsTheyAreMadeAtFirst() throws Exception {
    JavaProgram program = program();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    for (int i = 0; i < 3; i++) {
      try (JavaInstance instance = program.instantiate(settings(), List.of())) {
        assertThat(instance.start()).isInstanceOf(Outcome.Returned.class);
      }
    }
    String first =
        "1 1099511627776 [again] [first, second] 1 true " + Thread.currentThread().getName();
    assertThat(out).containsExactly(first, first, first);
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void twoThatLiveAtTheSameTimeHaveClassesOfTheirOwn() throws Exception {
    JavaProgram program = program();
    try (JavaInstance one = program.instantiate(settings(), List.of());
        JavaInstance other = program.instantiate(settings(), List.of())) {
      assertThat(one.start()).isInstanceOf(Outcome.Returned.class);
      assertThat(other.start()).isInstanceOf(Outcome.Returned.class);
    }
    assertThat(out).hasSize(2).allMatch(line -> line.startsWith("1 "));
  }

  @Test
  void whatTheHostWritesBetweenTwoEventsIsNotTheGuests() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    try (JavaInstance instance = program().instantiate(settings(), List.of())) {
      assertThat(instance.start()).isInstanceOf(Outcome.Returned.class);
      System.out.print("[host]");
      System.out.flush();
    } finally {
      System.setOut(before);
    }
    assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("[host]");
    assertThat(out).hasSize(1);
  }
}
