package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Budgets;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.Payload;
import parigot.kernel.guest.GuestWire;
import parigot.kernel.guest.SystemCall;
import parigot.v1.host.CallContext;
import syscall.v1.host.KernelErr;

/** How large a call, its headers and its result may be. */
@Timeout(20)
class CallSizeTest extends HelloCallsGreeting {
  @Test
  void aParameterOfExactlyTheCalleesCapacityIsSentAndOneByteMoreIsNot() {
    Any fits = anyThatMakesAnEventOf(GuestSpec.LEAST_CAPACITY);
    Any tooMuch = anyThatMakesAnEventOf(GuestSpec.LEAST_CAPACITY + 1);

    assertThat(
            hello.error(
                SystemCall.DISPATCH,
                hello.dispatching(target, hello.newCall(), "").setParam(tooMuch).build()))
        .isEqualTo(KernelErr.DataTooLarge);
    assertThat(greeting.poke()).isEmpty();
    assertThat(
            hello.error(
                SystemCall.DISPATCH,
                hello.dispatching(target, hello.newCall(), "").setParam(fits).build()))
        .isEqualTo(KernelErr.NoError);
    assertThat(greeting.next().getSerializedSize()).isEqualTo(GuestSpec.LEAST_CAPACITY);
    assertThat(fits.getSerializedSize()).isBetween(4096 - 97, 4096 - 80);
  }

  @Test
  void aGuestThatCanBeAskedForMemoryTakesMore() {
    TestGuest large =
        application.admit(new GuestSpec("large", 1, 1, GuestKind.SERVER, 1 << 22, 10, 10));
    large.serve("large.v1.large", "Take");

    assertThat(
            hello.error(
                SystemCall.DISPATCH,
                hello
                    .dispatching(hello.find("large.v1.large"), hello.newCall(), "")
                    .setParam(anyOf(1_000_000))
                    .build()))
        .isEqualTo(KernelErr.NoError);
    large.next();
    assertThat(large.next().getParamOrResult()).isEqualTo(anyOf(1_000_000));
  }

  @Test
  void headersOfACallReachTheCalleeIfItHasRoomForThem() {
    TestGuest large =
        application.admit(new GuestSpec("large", 1, 1, GuestKind.SERVER, 1 << 22, 10, 10));
    large.serve("large.v1.large", "Take");
    large.next();
    Map<String, String> headers = Map.of("user", "ada", "traceparent", "00-1-2-01");

    assertThat(hello.dispatchWith(hello.find("large.v1.large"), headers))
        .isEqualTo(KernelErr.NoError);
    CallContext context = large.next().getBundle().getContext();
    assertThat(context.getHeaderMap()).isEqualTo(headers);
    assertThat(context.getCaller()).as("who calls is the host's to say").isEqualTo("hello");

    assertThat(hello.dispatchWith(target, headers)).isEqualTo(KernelErr.NoError);
    assertThat(greeting.next().getBundle().hasContext()).isFalse();
  }

  @Test
  void moreHeadersThanACallMayHaveAreRefused() {
    int entry = 12;
    Map<String, String> most = Map.of("user", "a".repeat(Budgets.HEADERS - entry));
    Map<String, String> more = Map.of("user", "a".repeat(Budgets.HEADERS - entry + 1));
    assertThat(Payload.ABSENT.with(most).size()).isEqualTo(Budgets.HEADERS);
    assertThat(Payload.ABSENT.with(more).size()).isGreaterThan(Budgets.HEADERS);

    assertThat(hello.dispatchWith(target, more)).isEqualTo(KernelErr.DataTooLarge);
    assertThat(greeting.poke()).isEmpty();
    assertThat(hello.dispatchWith(target, most)).isEqualTo(KernelErr.NoError);
  }

  @Test
  void aResultThatDoesNotFitTheCallerFailsForBoth() {
    hello.dispatch(target, "");
    Id call = greeting.nextCall();

    assertThat(
            greeting.error(
                SystemCall.RETURN_VALUE,
                greeting.returning(call).setResult(anyOf(GuestSpec.LEAST_CAPACITY)).build()))
        .isEqualTo(KernelErr.DataTooLarge);

    assertFailed(hello.next(), KernelErr.DataTooLarge, true);
    assertThat(greeting.errorOfAnswer(call, "")).as("a second try").isEqualTo(KernelErr.BadId);
    assertThat(hello.poke()).isEmpty();
  }

  private Any anyThatMakesAnEventOf(int size) {
    for (int length = size; length > 0; length--) {
      Any any = anyOf(length);
      Payload payload = Payload.of(any.toByteString());
      int event =
          GuestWire.callSize(
              hello.host, target.service(), target.method(), hello.newCall(), payload);
      if (event == size) {
        return any;
      }
    }
    throw new AssertionError("No parameter makes an event of " + size + " bytes.");
  }

  private static Any anyOf(int bytes) {
    return Any.newBuilder().setTypeUrl("t").setValue(ByteString.copyFrom(new byte[bytes])).build();
  }
}
