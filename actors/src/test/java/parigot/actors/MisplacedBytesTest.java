package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.wasm.GuestShape;

/** System calls with pointers and bytes that cannot be meant: an error number, or the end. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class MisplacedBytesTest {
  private static final int UNMARSHAL_FAILED = 2;
  private static final int READ_FAILED = 24;
  private static final int WRITE_FAILED = 25;
  private static final int BAD_ID = 26;

  @ParameterizedTest
  @CsvSource({
    "request-at-end, " + READ_FAILED,
    "request-far, " + READ_FAILED,
    "request-endless, " + READ_FAILED,
    "request-huge, " + READ_FAILED,
    "request-empty, " + BAD_ID,
    "request-cut, " + UNMARSHAL_FAILED,
    "request-noise, " + UNMARSHAL_FAILED,
    "response-at-end, " + WRITE_FAILED,
    "response-far, " + WRITE_FAILED,
  })
  void aMisplacedRequestOrResponseIsAnsweredWithItsErrorAndHarmsNobody(String what, int error) {
    for (GuestShape shape : GuestShape.values()) {
      try (TestApplication application =
          TestApplication.with()
              .service("greeting", shape, "Echo")
              .client(
                  "hello",
                  shape,
                  "greeting",
                  "misplace %d %s register".formatted(error, what),
                  "misplace %d %s bind_method".formatted(error, what),
                  "call Echo 5 3",
                  "exit 0")) {
        assertThat(application.run()).as(application::printed).isZero();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LOOP, error-at-end",
    "LOOP, error-far",
    "REACTOR, error-at-end",
    "REACTOR, error-far"
  })
  void aGuestWhoseErrorNumberHasNoPlaceIsEndedAndTheOthersGoOn(GuestShape shape, String what) {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", shape, "Echo")
            .client("bad", shape, "greeting", "misplace 0 %s register".formatted(what))
            .client("good", shape, "greeting", "call Echo 5 50", "print went on", "exit 0")) {
      assertThat(application.run()).isEqualTo(195);
      assertThat(application.printed()).isEqualTo("went on\n");
      assertThat(application.trouble()).startsWith("bad failed: ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatIsTooLargeForALoopGuestIsRefusedAndOneThatFitsIsNot(GuestShape shape) {
    // Each method is an id and its name in the answer of a locate: these are more than 4096 bytes.
    String[] methods = new String[31];
    for (int i = 0; i < methods.length; i++) {
      methods[i] = "M".repeat(120) + i;
    }
    try (TestApplication application =
        TestApplication.with()
            .service("many", GuestShape.REACTOR, methods)
            .main(
                "hello",
                shape,
                "register hello",
                "require many.v1 many",
                "launch",
                "expect %d locate package=many.v1 name=many"
                    .formatted(shape == GuestShape.LOOP ? 6 : 0),
                "exit 0")) {
      assertThat(application.run()).as(application::printed).isZero();
    }
  }
}
