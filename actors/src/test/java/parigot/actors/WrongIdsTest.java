package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.wasm.GuestShape;

/** Ids that cannot be meant, in every field of every system call, from a running guest. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class WrongIdsTest {
  private static final int BAD_ID = 26;

  /** Byte 6 is chance in ids of classic guests, and does not make an empty or a zero id another. */
  private static final List<String> SENSELESS =
      List.of("zero", "empty", "lettered-empty", "absent", "12000000000000:0", "ffffffffffffff:0");

  private static List<String> refused(String call, String field, int error, String... more) {
    List<String> commands = new ArrayList<>();
    List<String> values = new ArrayList<>(SENSELESS);
    values.addAll(List.of(more));
    for (String value : values) {
      commands.add("expect %d %s %s=%s".formatted(error, call, field, value));
    }
    return commands;
  }

  @ParameterizedTest
  @CsvSource({
    "register, host, their-host",
    "bind_method, host, their-host",
    "bind_method, service, their-service",
    "export, host, their-host",
    "export, service, their-service",
    "require, service, their-service",
    "launch, host, their-host",
    "launch, service, their-service",
    "launch, method, forged",
    "launch, call, ''",
    "dispatch, host, their-host",
    "dispatch, service, forged",
    "dispatch, method, forged",
    "dispatch, call, ''",
    "return_value, host, their-host",
    "return_value, call, forged",
    "exit, host, their-host",
    "exit, service, their-service",
    "exit, method, forged",
    "exit, call, ''",
    "timer, call, ''",
    "read_one, host, their-host",
  })
  void aWrongIdIsRefusedAndHarmsNobody(String call, String field, String another) {
    for (GuestShape shape : GuestShape.values()) {
      if (call.equals("read_one") && shape == GuestShape.REACTOR) {
        continue;
      }
      int error = call.equals("dispatch") && field.equals("method") ? 3 : BAD_ID;
      List<String> script = new ArrayList<>();
      // A service of its own that has asked for nothing yet.
      script.add("register victim");
      script.addAll(refused(call, field, error));
      if (!another.isEmpty()) {
        script.addAll(refused(call, field, error, another, "forged"));
      }
      script.addAll(List.of("call Echo 5", "exit 0"));
      try (TestApplication application =
          TestApplication.with()
              .service("greeting", shape, "Echo")
              .client("hello", shape, "greeting", script.toArray(String[]::new))) {
        assertThat(application.run()).as(() -> application.printed()).isZero();
        assertThat(application.trouble()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallIdThatIsInUseIsRefusedWhateverItIsFor(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", shape, "Never never", "Echo")
            .client(
                "hello",
                shape,
                "greeting",
                "start-call Never 3",
                "register victim",
                "expect 32 launch call=last",
                "expect 32 dispatch call=last",
                "expect 32 exit call=last",
                "expect 32 timer call=last",
                "call Echo 5",
                "exit 0")) {
      assertThat(application.run()).as(() -> application.printed()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLocateSaysWhatIsWrongWithIt(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("other", shape, "Echo")
            .server(
                "greeting",
                shape,
                "register greeting",
                "export greeting.v1 greeting",
                // So that the other runs whenever this one does.
                "require other.v1 other",
                "bind Echo",
                "launch")
            .client(
                "hello",
                shape,
                "greeting",
                "expect 0 locate",
                "expect 0 locate service=empty",
                "expect 0 locate service=lettered-empty",
                "expect 0 locate service=absent",
                "expect 28 locate service=zero",
                "expect 26 locate service=forged",
                "expect 26 locate service=their-service",
                "expect 28 locate package=other.v1 name=other",
                "expect 0 locate package=other.v1 name=other service=absent",
                "expect 5 locate package=nowhere.v1",
                "expect 5 locate name=nobody",
                "expect 5 locate package= name=",
                "exit 0")) {
      assertThat(application.run()).as(() -> application.printed()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSecondLaunchAndAMethodWithoutANameAreRefused(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .main(
                "hello",
                shape,
                "register hello",
                "launch",
                "expect 26 launch",
                "expect 3 bind_method name=",
                "expect 0 bind_method name=Do",
                "exit 0")) {
      assertThat(application.run()).as(() -> application.printed()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerToAnothersCallIsRefusedAndTheCallIsAnsweredByItsCallee(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", shape, "Later delay 30000")
            .client(
                "hello",
                shape,
                "greeting",
                "start-call Later 3",
                "expect 26 return_value call=last",
                "await-calls",
                "exit 0")) {
      assertThat(application.run()).as(() -> application.printed()).isZero();
      assertThat(application.printed()).isEqualTo("answered with bytes 55\n");
    }
  }
}
