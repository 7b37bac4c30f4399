package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Budgets;
import parigot.kernel.CallTimeouts;
import parigot.kernel.Effect;
import parigot.kernel.Grants;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.Payload;
import parigot.kernel.RestartPolicy;
import parigot.kernel.guest.GuestWire;
import parigot.kernel.guest.SystemCall;
import syscall.v1.host.DispatchRequest;
import syscall.v1.host.KernelErr;

/** What a guest may have the host keep for it is bounded in bytes, not only in number. */
@Timeout(20)
class BudgetsTest {
  private static final int LARGE = 1 << 20;
  private static final long NAMES = 10_000;
  private static final String TEXT = "x".repeat(1000);

  /** Two parameters or results of {@link #TEXT} fit, and three do not. */
  private static final long ROOM = 2500;

  private final TestApplication application = new TestApplication();
  private final TestGuest caller = admit("caller", new Budgets(NAMES, ROOM, ROOM));
  private final TestGuest callee = admit("callee", new Budgets(NAMES, ROOM, ROOM));
  private final TestGuest rich = admit("rich", Budgets.NONE);
  private TestGuest.Target target;

  private TestGuest admit(String name, Budgets budgets) {
    return application.admit(
        new GuestSpec(
            name,
            1,
            1,
            GuestKind.SERVER,
            LARGE,
            1000,
            1000,
            100,
            budgets,
            Grants.ALL,
            CallTimeouts.OF_THE_APPLICATION,
            RestartPolicy.NEVER));
  }

  @BeforeEach
  void start() {
    application.start();
    callee.serve("callee.v1.callee", "Do");
    callee.next();
    target = caller.find("callee.v1.callee");
  }

  private static KernelErr dispatched(TestGuest guest, TestGuest.Target target, String param) {
    return guest.error(
        SystemCall.DISPATCH, guest.dispatching(target, guest.newCall(), param).build());
  }

  @Test
  void whatTheParametersOfOpenCallsMayTakeIsBounded() {
    Id first = caller.dispatch(target, TEXT);
    caller.dispatch(target, TEXT);
    assertThat(dispatched(caller, target, TEXT)).isEqualTo(KernelErr.WriteTimeout);
    assertThat(dispatched(caller, target, "short")).isEqualTo(KernelErr.NoError);

    callee.nextCall();
    callee.answer(first, "done");
    caller.next();
    assertThat(dispatched(caller, target, TEXT)).isEqualTo(KernelErr.NoError);
  }

  @Test
  void whatTheCallsToAGuestMayTakeIsBoundedAndTheCallerIsTheOneWhoIsRefused() {
    rich.dispatch(target, TEXT);
    rich.dispatch(target, TEXT);
    rich.dispatch(target, TEXT);
    var failure = rich.next().getResolved().getFailure();

    assertThat(failure.getReason()).isEqualTo(KernelErr.WriteTimeout);
    assertThat(failure.getDetail()).contains("callee").contains("mailbox-memory is 2,500 bytes");
    assertThat(failure.getMayHaveRun()).isFalse();
  }

  @Test
  void callsThatTimedOutTakeUpBytesUntilTheGuestReads() {
    rich.dispatch(target, TEXT);
    rich.dispatch(target, TEXT);
    application.pass(TestApplication.SETTINGS.callTimeout());
    rich.next();
    rich.next();
    rich.dispatch(target, TEXT);
    assertThat(rich.next().getResolved().getFailure().getReason())
        .isEqualTo(KernelErr.WriteTimeout);

    assertThat(callee.poke()).isEmpty();
    rich.dispatch(target, TEXT);
    assertThat(rich.poke()).isEmpty();
  }

  @Test
  void callsThatAreWithdrawnGiveBackTheirBytes() {
    for (int i = 0; i < 5; i++) {
      Id first = caller.dispatch(target, TEXT);
      Id second = caller.dispatch(target, TEXT);
      caller.withdraw(first);
      caller.withdraw(second);
      assertThat(callee.poke()).isEmpty();
    }
    rich.dispatch(target, TEXT);
    assertThat(rich.poke()).isEmpty();
  }

  @Test
  void resultsThatNobodyTakesAreBounded() {
    for (int i = 0; i < 3; i++) {
      Id call = caller.dispatch(target, "");
      callee.nextCall();
      callee.answer(call, TEXT);
    }
    caller.next();
    caller.next();
    var failure = caller.next().getResolved().getFailure();

    assertThat(failure.getReason()).isEqualTo(KernelErr.WriteTimeout);
    assertThat(failure.getDetail()).contains("caller").contains("mailbox-memory is 2,500 bytes");
    assertThat(failure.getMayHaveRun()).isTrue();

    Id call = caller.dispatch(target, "");
    callee.nextCall();
    callee.answer(call, TEXT);
    assertThat(caller.next().getResolved().hasFailure()).isFalse();
  }

  @Test
  void whatNamesMayTakeIsBounded() {
    Id service = caller.register("caller");
    int taken = 0;
    while (caller.error(SystemCall.BIND_METHOD, caller.binding(service, "m" + taken).build())
        == KernelErr.NoError) {
      taken++;
    }
    assertThat(taken).isBetween(30, 40);
    assertThat(caller.error(SystemCall.BIND_METHOD, caller.binding(service, "other").build()))
        .isEqualTo(KernelErr.NamespaceExhausted);
    assertThat(caller.error(SystemCall.REQUIRE, caller.requiring(service, "a.v1.a").build()))
        .isEqualTo(KernelErr.NamespaceExhausted);
    assertThat(caller.error(SystemCall.EXPORT, caller.exporting(service, "a.v1.a").build()))
        .isEqualTo(KernelErr.NamespaceExhausted);
    assertThat(caller.error(SystemCall.REGISTER, caller.registering("other").build()))
        .isEqualTo(KernelErr.NamespaceExhausted);
    assertThat(caller.error(SystemCall.BIND_METHOD, caller.binding(service, "m0").build()))
        .as("a name that it has")
        .isEqualTo(KernelErr.NoError);
  }

  @Test
  void aNameMayHave256Bytes() {
    Id service = rich.register("a".repeat(256));
    rich.bind(service, "a".repeat(256));
    String tooLong = "a".repeat(254) + "\u00e9\u00e9";

    assertThat(rich.error(SystemCall.REGISTER, rich.registering(tooLong).build()))
        .isEqualTo(KernelErr.DataTooLarge);
    assertThat(rich.error(SystemCall.BIND_METHOD, rich.binding(service, tooLong).build()))
        .isEqualTo(KernelErr.DataTooLarge);
    assertThat(rich.error(SystemCall.REQUIRE, rich.requiring(service, "a.v1." + tooLong).build()))
        .isEqualTo(KernelErr.DataTooLarge);
    assertThat(rich.error(SystemCall.EXPORT, rich.exporting(service, "a.v1." + tooLong).build()))
        .isEqualTo(KernelErr.DataTooLarge);
  }

  @Test
  void aParameterThatIsRepeatedKeepsNoMoreThanItsBytes() throws Exception {
    DispatchRequest request = caller.dispatching(target, caller.newCall(), TEXT).build();
    byte[] piece =
        DispatchRequest.newBuilder().setParam(Any.getDefaultInstance()).build().toByteArray();
    byte[] repeated = new byte[request.getSerializedSize() + 10_000 * piece.length];
    System.arraycopy(request.toByteArray(), 0, repeated, 0, request.getSerializedSize());
    for (int i = request.getSerializedSize(); i < repeated.length; i += piece.length) {
      System.arraycopy(piece, 0, repeated, i, piece.length);
    }
    Payload param = GuestWire.param(repeated);

    assertThat(param.any()).isEqualTo(request.getParam().toByteString());
    assertThat(param.any().asReadOnlyByteBufferList()).hasSize(1);
    assertThat(Any.parseFrom(param.any()).unpack(StringValue.class).getValue()).isEqualTo(TEXT);
  }

  @Test
  void theOperatorHearsOfALimitOnceAnEventByItsKey() {
    caller.dispatch(target, TEXT);
    caller.dispatch(target, TEXT);
    for (int i = 0; i < 500; i++) {
      assertThat(dispatched(caller, target, TEXT)).isEqualTo(KernelErr.WriteTimeout);
    }
    assertThat(application.reports(Effect.Severity.WARNING))
        .singleElement()
        .asString()
        .startsWith("caller has calls with ")
        .endsWith("its calls-in-flight-memory is 2,500 bytes.");
  }

  @Test
  void whatWouldSteerATerminalIsWrittenOut() {
    TestGuest evil = admit("evil", Budgets.NONE);
    evil.serve("evil.v1.evil", "\u001b[2Jlost\nERROR \u202eall");
    evil.next();
    caller.dispatch(caller.find("evil.v1.evil"), "");
    application.pass(TestApplication.SETTINGS.callTimeout());
    String shown = "evil.\\u001b[2Jlost\\u000aERROR \\u202eall";

    assertThat(caller.next().getResolved().getFailure().getDetail()).startsWith(shown);
    assertThat(application.reports(Effect.Severity.WARNING))
        .singleElement()
        .asString()
        .contains(shown);
  }
}
