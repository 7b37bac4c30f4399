package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.wasm.GuestShape;

/** The table of hostile guests in short: each does its harm less often. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class HostileGuestsTest {
  private static final int TIMES = 20_000;
  private static final int CLIENTS = 30;

  @TempDir Path folder;

  static Stream<Arguments> trials() {
    return Stream.of(HostileGuest.all(TIMES), HungryGuests.all(TIMES), HostileClients.all(CLIENTS))
        .flatMap(List::stream)
        .flatMap(
            guest ->
                Stream.of(GuestShape.values())
                    .map(
                        shape -> Arguments.argumentSet(guest.does() + ", " + shape, guest, shape)));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void whateverAGuestDoesItsCallersSeeTheRightErrorAndOthersGoOn(
      HostileGuest guest, GuestShape shape) {
    HostileTrial.Result result =
        HostileTrial.of(
            guest, shape, folder, "parigot.guest-defaults { restart = never, method-limit = 1 s }");

    assertThat(result.othersFailed()).isEmpty();
    assertThat(result.callersSaw()).allSatisfy(saw -> assertThat(saw).matches(guest.callersSee()));
    assertThat(result.operatorSaw().size()).as("lines for the operator").isLessThan(20);
  }
}
