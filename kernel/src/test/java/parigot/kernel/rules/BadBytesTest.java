package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.kernel.guest.Answer;
import parigot.kernel.guest.SystemCall;
import syscall.v1.host.KernelErr;

@Timeout(20)
class BadBytesTest {
  private final TestApplication application = new TestApplication();
  private final TestGuest guest = application.main("guest");

  @ParameterizedTest
  @EnumSource
  void bytesThatAreNoMessageAreRefused(SystemCall call) {
    byte[] torn = {10, 5, 1};
    byte[] fieldZero = {0, 0};
    byte[] groupEnd = {12};
    for (byte[] bytes : new byte[][] {torn, fieldZero, groupEnd}) {
      assertThat(KernelErr.forNumber(guest.handle(call, bytes).error()))
          .isEqualTo(KernelErr.UnmarshalFailed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noBytesAreTheEmptyMessage(SystemCall call) {
    KernelErr expected = call == SystemCall.LOCATE ? KernelErr.NotFound : KernelErr.BadId;

    assertThat(KernelErr.forNumber(guest.handle(call, new byte[0]).error())).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void randomBytesAreAnsweredAndNeverThrow(SystemCall call) {
    SplittableRandom random = new SplittableRandom(call.importName().hashCode());
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      Answer answer = guest.handle(call, bytes);
      assertThat(KernelErr.forNumber(answer.error())).isNotNull();
      assertThat(answer.error()).isNotZero();
      assertThat(answer.response()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySystemCallHasTheNameThatGuestsImport(SystemCall call) {
    assertThat(call.importName()).isEqualTo(call.name().toLowerCase(Locale.ROOT) + "_");
  }
}
