package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Budgets;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.Payload;
import parigot.kernel.guest.Answer;
import parigot.kernel.guest.GuestWire;
import parigot.kernel.guest.SystemCall;
import parigot.v1.host.CallContext;
import parigot.v1.host.CallFailure;
import syscall.v1.host.DispatchRequest;
import syscall.v1.host.DispatchResponse;
import syscall.v1.host.KernelErr;
import syscall.v1.host.MethodBundle;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.ResolvedCall;
import syscall.v1.host.ReturnValueRequest;

@Timeout(20)
class CallTest {
  private static final Duration CALL_TIMEOUT = TestApplication.SETTINGS.callTimeout();

  private final TestApplication application = new TestApplication();
  private final TestGuest hello = application.main("hello");
  private final TestGuest greeting = application.server("greeting");
  private TestGuest.Target target;

  @BeforeEach
  void start() {
    application.start();
    greeting.serve("greeting.v1.greeting", "FetchGreeting");
    greeting.next();
    hello.useOnly("greeting.v1.greeting");
    hello.next();
    target = hello.find("greeting.v1.greeting");
  }

  @Test
  void aCallIsAnsweredWithItsIdAndItsTargetAndReachesTheCallee() throws Exception {
    Id call = hello.newCall();
    Answer answer =
        hello.handle(
            SystemCall.DISPATCH, hello.dispatching(target, call, "French").build().toByteArray());

    assertThat(DispatchResponse.parseFrom(answer.response()))
        .isEqualTo(
            DispatchResponse.newBuilder()
                .setCallId(call.raw())
                .setTargetHostId(greeting.host.raw())
                .build());
    assertThat(greeting.next())
        .isEqualTo(
            ReadOneResponse.newBuilder()
                .setBundle(
                    MethodBundle.newBuilder()
                        .setHostId(hello.host.raw())
                        .setServiceId(target.service().raw())
                        .setMethodId(target.method().raw())
                        .setCallId(call.raw()))
                .setParamOrResult(TestGuest.any("French"))
                .build());
  }

  @Test
  void anAnswerReachesTheCallerAsAResolvedCallOfItsOwnHost() {
    Id call = hello.dispatch(target, "French");
    greeting.answer(greeting.nextCall(), "bonjour");

    ReadOneResponse event = hello.next();
    assertThat(event.getResolved())
        .isEqualTo(
            ResolvedCall.newBuilder()
                .setHostId(hello.host.raw())
                .setCallId(call.raw())
                .setMethodId(target.method().raw())
                .setResult(TestGuest.any("bonjour"))
                .build());
    assertThat(event.hasBundle()).isTrue();
    assertThat(event.getBundle()).isEqualTo(MethodBundle.getDefaultInstance());
    assertThat(event.getExit().hasServiceId()).isFalse();
    assertThat(hello.poke()).as("a second answer").isEmpty();
    assertThat(application.kernel.calls(application.now())).isEmpty();
  }

  @Test
  void parameterAndResultMayBeAbsent() {
    Id call = hello.newCall();
    DispatchRequest request = hello.dispatching(target, call, "").clearParam().build();
    assertThat(hello.error(SystemCall.DISPATCH, request)).isEqualTo(KernelErr.NoError);

    ReadOneResponse event = greeting.next();
    assertThat(event.hasParamOrResult()).isFalse();
    assertThat(greeting.error(SystemCall.RETURN_VALUE, greeting.returning(call).build()))
        .isEqualTo(KernelErr.NoError);

    ResolvedCall resolved = hello.next().getResolved();
    assertThat(resolved.hasResult()).isFalse();
    assertThat(resolved.getResultError()).isZero();
    assertThat(resolved.hasFailure()).isFalse();
  }

  @Test
  void anErrorOfTheServiceIsPassedOn() {
    hello.dispatch(target, "Klingon");
    Id call = greeting.nextCall();
    greeting.error(SystemCall.RETURN_VALUE, greeting.returning(call).setResultError(4).build());

    ResolvedCall resolved = hello.next().getResolved();
    assertThat(resolved.getResultError()).isEqualTo(4);
    assertThat(resolved.hasResult()).isFalse();
    assertThat(resolved.hasFailure()).isFalse();
  }

  private CallFailure passedOn(ReturnValueRequest.Builder answer) {
    hello.dispatch(target, "French");
    Id call = greeting.nextCall();
    MethodBundle bundle = greeting.returning(call).getBundle();
    assertThat(greeting.error(SystemCall.RETURN_VALUE, answer.setBundle(bundle).build()))
        .isEqualTo(KernelErr.NoError);
    return hello.next().getResolved().getFailure();
  }

  @Test
  void whyAServiceDoesNotKnowWhatBecameOfACallIsPassedOn() {
    CallFailure why =
        CallFailure.newBuilder()
            .setReason(KernelErr.RunTimeout)
            .setDetail("the disk\ntook too long")
            .setMayHaveRun(true)
            .build();
    ReturnValueRequest.Builder answer =
        ReturnValueRequest.newBuilder().setResultError(1).setFailure(why);
    assertThat(passedOn(answer))
        .isEqualTo(why.toBuilder().setDetail("the disk\\u000atook too long").build());
    assertThat(passedOn(answer.setFailure(why.toBuilder().setMayHaveRun(false))).getMayHaveRun())
        .isFalse();
    CallFailure wild =
        why.toBuilder()
            .setReasonValue(12345)
            .setDetail("x".repeat(10_000))
            .addChain("y".repeat(10_000))
            .build();
    assertThat(passedOn(answer.setFailure(wild)))
        .satisfies(
            failure -> {
              assertThat(failure.getReason()).isEqualTo(KernelErr.ExecError);
              assertThat(failure.getDetail()).hasSizeLessThanOrEqualTo(300);
              assertThat(failure.getChainList()).isEmpty();
            });
  }

  @Test
  void whoStatesAnErrorOfItsOwnOrAResultHasNoFailureToPassOn() {
    CallFailure why = CallFailure.newBuilder().setMayHaveRun(true).build();
    ReturnValueRequest.Builder answer = ReturnValueRequest.newBuilder().setFailure(why);
    assertThat(passedOn(answer.setResultError(4))).isEqualTo(CallFailure.getDefaultInstance());
    assertThat(passedOn(answer.setResultError(0))).isEqualTo(CallFailure.getDefaultInstance());
    assertThat(passedOn(answer.setResultError(1).setResult(TestGuest.any("x"))))
        .isEqualTo(CallFailure.getDefaultInstance());
  }

  @Test
  void aPayloadIsPassedOnUnreadWithItsUnknownFields() {
    Any odd =
        Any.newBuilder()
            .setTypeUrl("no such type")
            .setValue(ByteString.copyFrom(new byte[] {-1, -2, -3}))
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                    .build())
            .build();
    Id call = hello.newCall();
    hello.error(SystemCall.DISPATCH, hello.dispatching(target, call, "").setParam(odd).build());
    assertThat(greeting.next().getParamOrResult()).isEqualTo(odd);
    greeting.error(SystemCall.RETURN_VALUE, greeting.returning(call).setResult(odd).build());
    assertThat(hello.next().getResolved().getResult()).isEqualTo(odd);
  }

  @Test
  void anUnknownServiceMethodOrUsedCallIsRefused() {
    Id call = hello.dispatch(target, "");

    assertThat(dispatchError(new TestGuest.Target(new Id(0x73L << 56, 5), target.method())))
        .isEqualTo(KernelErr.BadId);
    assertThat(dispatchError(new TestGuest.Target(target.service(), new Id(0x6dL << 56, 5))))
        .isEqualTo(KernelErr.IdDispatch);
    assertThat(hello.error(SystemCall.DISPATCH, hello.dispatching(target, call, "").build()))
        .isEqualTo(KernelErr.BadCallId);
  }

  @Test
  void aCallIdMayBeUsedAgainWhenItsCallIsOver() {
    Id call = hello.dispatch(target, "");
    greeting.answer(greeting.nextCall(), "");
    assertThat(hello.error(SystemCall.DISPATCH, hello.dispatching(target, call, "").build()))
        .as("not handed to the caller yet")
        .isEqualTo(KernelErr.BadCallId);
    hello.next();

    assertThat(hello.error(SystemCall.DISPATCH, hello.dispatching(target, call, "").build()))
        .isEqualTo(KernelErr.NoError);
  }

  @Test
  void aCallWithAnIdThatTheGuestIsServingIsRefused() {
    TestGuest other = application.server("other");
    other.serve("other.v1.other", "Do");
    Id call = hello.dispatch(target, "");
    greeting.nextCall();

    assertThat(
            greeting.error(
                SystemCall.DISPATCH,
                greeting.dispatching(greeting.find("other.v1.other"), call, "").build()))
        .isEqualTo(KernelErr.BadCallId);
  }

  @Test
  void aCallWithTheIdOfAnotherGuestsCallFailsAndHarmsNobody() {
    TestGuest other = application.main("other");
    Id call = hello.dispatch(target, "mine");

    assertThat(
            other.error(
                SystemCall.DISPATCH,
                other.dispatching(other.find("greeting.v1.greeting"), call, "").build()))
        .isEqualTo(KernelErr.NoError);

    assertFailed(other.next(), KernelErr.BadCallId, false);
    greeting.answer(greeting.nextCall(), "yours");
    assertThat(hello.next().getResolved().getResult()).isEqualTo(TestGuest.any("yours"));
  }

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

  @Test
  void anAnswerToWhatIsNoWaitingCallIsRefused() {
    Id call = hello.dispatch(target, "");
    assertThat(greeting.errorOfAnswer(call, "")).as("not yet taken").isEqualTo(KernelErr.BadId);
    assertThat(greeting.errorOfAnswer(greeting.newCall(), "")).isEqualTo(KernelErr.BadId);
    assertThat(hello.errorOfAnswer(call, "")).as("one's own call").isEqualTo(KernelErr.BadId);

    greeting.answer(greeting.nextCall(), "");

    assertThat(greeting.errorOfAnswer(call, "")).as("a second answer").isEqualTo(KernelErr.BadId);
  }

  @Test
  void anAnswerFromAnotherHostIsRefusedAndChangesNothing() {
    TestGuest thief = application.server("thief");
    thief.serve("thief.v1.thief", "Do");
    Id call = hello.dispatch(target, "");
    greeting.nextCall();

    assertThat(thief.errorOfAnswer(call, "stolen")).isEqualTo(KernelErr.BadId);

    assertThat(hello.poke()).isEmpty();
    greeting.answer(call, "true");
    assertThat(hello.next().getResolved().getResult()).isEqualTo(TestGuest.any("true"));
  }

  @Test
  void aCallWithoutAnAnswerFailsAtTheTimeoutAndALateAnswerIsCounted() {
    hello.dispatch(target, "");
    Id call = greeting.nextCall();
    application.pass(CALL_TIMEOUT.minusNanos(1));
    assertThat(hello.poke()).isEmpty();

    application.pass(Duration.ofNanos(1));

    CallFailure failure = assertFailed(hello.next(), KernelErr.RunTimeout, true);
    assertThat(failure.getDetail())
        .isEqualTo(
            "greeting.FetchGreeting did not answer within 2500 ms:"
                + " hello -> greeting.FetchGreeting (busy 2.5 s in it).");
    assertThat(failure.getChainList())
        .containsExactly("hello -> greeting.FetchGreeting (busy 2.5 s in it)");
    assertThat(application.reports(Effect.Severity.WARNING))
        .containsExactly(
            "A call of hello failed: greeting.FetchGreeting did not answer within 2500 ms:"
                + " hello -> greeting.FetchGreeting (busy 2.5 s in it).");
    assertThat(application.kernel.lateAnswers()).isZero();
    assertThat(greeting.errorOfAnswer(call, "")).isEqualTo(KernelErr.BadId);
    assertThat(application.kernel.lateAnswers()).isEqualTo(1);
    assertThat(hello.poke()).isEmpty();
  }

  @Test
  void aCallThatTimesOutBeforeTheCalleeTakesItNeverReachesIt() {
    hello.dispatch(target, "");
    application.pass(CALL_TIMEOUT);

    assertThat(hello.poke()).isPresent();
    assertThat(greeting.poke()).isEmpty();
  }

  @Test
  void callsTimeOutInTheOrderInWhichTheyWereMade() {
    Id first = hello.dispatch(target, "");
    application.pass(Duration.ofSeconds(1));
    Id second = hello.dispatch(target, "");
    application.pass(CALL_TIMEOUT.minusSeconds(1));

    assertThat(Id.of(hello.next().getResolved().getCallId())).isEqualTo(first);
    assertThat(hello.poke()).isEmpty();
    application.pass(Duration.ofSeconds(1));
    assertThat(Id.of(hello.next().getResolved().getCallId())).isEqualTo(second);
  }

  @Test
  void whenACalleeDiesItsCallersSeeTheErrorAtOnce() {
    hello.dispatch(target, "taken");
    greeting.nextCall();
    hello.dispatch(target, "not taken");

    application.end(greeting, new Ending.Failed("it trapped"));

    assertFailed(hello.next(), KernelErr.NetworkConnectionLost, true);
    assertFailed(hello.next(), KernelErr.NetworkConnectionLost, true);
    assertThat(hello.poke()).isEmpty();
    assertThat(dispatchError(target)).as("a call afterwards").isEqualTo(KernelErr.BadId);
  }

  @Test
  void whenACallerDiesItsCallsAreDroppedAndLateAnswersCounted() {
    TestGuest other = application.main("other");
    TestGuest.Target found = other.find("greeting.v1.greeting");
    other.dispatch(found, "taken");
    Id taken = greeting.nextCall();
    other.dispatch(found, "not taken");

    application.end(other, new Ending.Exited(0));

    assertThat(greeting.poke()).as("the call that was not taken").isEmpty();
    assertThat(greeting.errorOfAnswer(taken, "")).isEqualTo(KernelErr.CallerUnavailable);
    assertThat(application.kernel.lateAnswers()).isEqualTo(1);
    assertThat(greeting.errorOfAnswer(taken, "")).as("once more").isEqualTo(KernelErr.BadId);
    assertThat(application.kernel.calls(application.now())).isEmpty();
  }

  @Test
  void aCallThatIsWithdrawnIsDroppedAndItsAnswerCountedAsLate() {
    hello.dispatch(target, "first");
    Id taken = greeting.nextCall();
    Id waiting = hello.dispatch(target, "second");
    Id kept = hello.dispatch(target, "third");

    hello.withdraw(taken);
    hello.withdraw(waiting);
    hello.withdraw(waiting);

    assertThat(application.kernel.calls(application.now())).hasSize(1);
    assertThat(greeting.nextCall()).as("the one that is waited for").isEqualTo(kept);
    assertThat(greeting.errorOfAnswer(taken, "")).isEqualTo(KernelErr.BadId);
    assertThat(application.kernel.lateAnswers()).isEqualTo(1);
    greeting.answer(kept, "done");
    assertThat(Id.of(hello.next().getResolved().getCallId())).isEqualTo(kept);
    application.pass(CALL_TIMEOUT);
    assertThat(hello.poke()).as("what was withdrawn does not fail").isEmpty();
    assertThat(greeting.poke()).isEmpty();
  }

  private List<Id> overs() {
    assertThat(hello.poke()).isEmpty();
    return hello.overs;
  }

  @Test
  void aCallThatIsWithdrawnIsOverWhenItsCalleeHasDroppedOrAnsweredIt() {
    Id taken = hello.dispatch(target, "first");
    greeting.nextCall();
    Id waiting = hello.dispatch(target, "second");
    hello.withdraw(taken);
    hello.withdraw(waiting);
    assertThat(overs()).as("the callee has not heard of it").isEmpty();
    assertThat(greeting.poke()).isEmpty();
    assertThat(overs()).containsExactly(waiting);
    assertThat(greeting.errorOfAnswer(taken, "")).isEqualTo(KernelErr.BadId);
    assertThat(overs()).containsExactly(waiting, taken);
    application.pass(CALL_TIMEOUT);
    assertThat(overs()).hasSize(2);
  }

  @Test
  void aCallThatIsWithdrawnIsOverAtLatestWhenItsTimeHasPassed() {
    Id call = hello.dispatch(target, "");
    greeting.nextCall();
    hello.withdraw(call);
    application.pass(CALL_TIMEOUT);
    assertThat(overs()).containsExactly(call);
    assertThat(greeting.errorOfAnswer(call, "")).isEqualTo(KernelErr.BadId);
    assertThat(overs()).containsExactly(call);
  }

  @Test
  void aCallThatIsWithdrawnIsOverWhenItsCalleeEnds() {
    Id call = hello.dispatch(target, "");
    greeting.nextCall();
    hello.withdraw(call);
    application.end(greeting, new Ending.Failed("it trapped"));
    assertThat(overs()).containsExactly(call);
  }

  @Test
  void aCallThatIsAnsweredWhenItIsWithdrawnIsOver() {
    Id call = hello.dispatch(target, "");
    greeting.answer(greeting.nextCall(), "bonjour");
    hello.withdraw(call);
    assertThat(overs()).containsExactly(call);
  }

  @Test
  void aCallThatIsHeldUntilItsServiceRunsMayBeWithdrawn() {
    TestGuest late = application.server("late");
    Id service = late.register("late");
    Id method = late.bind(service, "Do");
    Id call = hello.dispatch(new TestGuest.Target(service, method), "");

    hello.withdraw(call);
    assertThat(overs()).containsExactly(call);
    late.launch(service);
    late.next();

    assertThat(late.poke()).isEmpty();
    assertThat(application.kernel.calls(application.now())).isEmpty();
  }

  @Test
  void aGuestMayWithdrawACallToItself() {
    TestGuest.Target own = greeting.find("greeting.v1.greeting");
    Id call = greeting.dispatch(own, "");

    greeting.withdraw(call);

    assertThat(greeting.poke()).isEmpty();
    assertThat(application.kernel.calls(application.now())).isEmpty();
  }

  @Test
  void anAnswerThatWasUnderWayToItsCallerWhenThatOneWithdrewIsDropped() {
    Id call = hello.dispatch(target, "");
    greeting.answer(greeting.nextCall(), "bonjour");

    hello.withdraw(call);

    assertThat(hello.poke()).isEmpty();
  }

  @Test
  void aFullMailboxRefusesAndOthersAreServed() {
    TestGuest small =
        application.admit(new GuestSpec("small", 1, 1, GuestKind.SERVER, 4096, 10, 2));
    small.serve("small.v1.small", "Do");
    small.next();
    TestGuest.Target found = hello.find("small.v1.small");
    hello.dispatch(found, "");
    hello.dispatch(found, "");
    hello.dispatch(found, "");

    CallFailure failure = assertFailed(hello.next(), KernelErr.WriteTimeout, false);
    assertThat(failure.getDetail()).isEqualTo("small has 2 calls open, and its mailbox is 2.");
    small.answer(small.nextCall(), "");
    hello.next();
    hello.dispatch(found, "");
    small.nextCall();
    small.nextCall();
    assertThat(small.poke()).isEmpty();
  }

  @Test
  void aGuestWithTooManyCallsInFlightIsRefused() {
    TestGuest eager = application.admit(new GuestSpec("eager", 1, 1, GuestKind.MAIN, 4096, 2, 10));
    eager.useOnly("greeting.v1.greeting");
    eager.dispatch(target, "");
    eager.dispatch(target, "");

    assertThat(
            eager.error(
                SystemCall.DISPATCH, eager.dispatching(target, eager.newCall(), "").build()))
        .isEqualTo(KernelErr.WriteTimeout);
    eager.next();
    greeting.answer(greeting.nextCall(), "");
    eager.next();
    eager.dispatch(target, "");
  }

  @Test
  void aCallToAServiceThatDoesNotRunYetIsHeldUntilItDoes() {
    TestGuest slow = application.server("slow");
    Id service = slow.register("slow");
    Id method = slow.bind(service, "Do");
    hello.dispatch(new TestGuest.Target(service, method), "early");
    assertThat(slow.poke()).isEmpty();

    slow.launch(service);

    assertThat(slow.next().getResolved().getMethodId()).isEqualTo(Id.LAUNCH_METHOD.raw());
    assertThat(slow.next().getParamOrResult()).isEqualTo(TestGuest.any("early"));
  }

  @Test
  void aHeldCallHasCertainlyNotRun() {
    TestGuest slow = application.server("slow");
    Id service = slow.register("slow");
    Id method = slow.bind(service, "Do");
    hello.dispatch(new TestGuest.Target(service, method), "early");

    application.pass(CALL_TIMEOUT);

    assertFailed(hello.next(), KernelErr.RunTimeout, false);
    slow.launch(service);
    slow.next();
    assertThat(slow.poke()).isEmpty();
  }

  @Test
  void aGuestMayCallItself() {
    TestGuest loner = application.server("loner");
    Id service = loner.register("loner");
    Id method = loner.bind(service, "Do");
    loner.launch(service);
    loner.next();

    Id call = loner.dispatch(new TestGuest.Target(service, method), "me");

    assertThat(loner.nextCall()).isEqualTo(call);
    loner.answer(call, "myself");
    assertThat(loner.next().getResolved().getResult()).isEqualTo(TestGuest.any("myself"));
  }

  @Test
  void aFailureNamesTheCallsThatWereWaitingForEachOther() {
    TestGuest deep = application.server("deep");
    deep.serve("deep.v1.deep", "Dive");
    hello.dispatch(target, "");
    application.pass(Duration.ofMillis(1));
    greeting.dispatch(greeting.find("deep.v1.deep"), "");

    application.pass(CALL_TIMEOUT.minusMillis(1));

    assertThat(hello.next().getResolved().getFailure().getChainList())
        .containsExactly("hello -> greeting.FetchGreeting", "greeting -> deep.Dive (not answered)");
  }

  @Test
  void aRingOfWaitingCallsIsNamedOnce() {
    TestGuest back = application.server("back");
    back.serve("back.v1.back", "Ping");
    hello.dispatch(target, "");
    greeting.dispatch(greeting.find("back.v1.back"), "");
    back.dispatch(back.find("greeting.v1.greeting"), "");

    application.pass(CALL_TIMEOUT);

    assertThat(hello.next().getResolved().getFailure().getChainList())
        .isEqualTo(
            List.of(
                "hello -> greeting.FetchGreeting",
                "greeting -> back.Ping",
                "back -> greeting.FetchGreeting (where the chain is back at greeting)"));
  }

  @Test
  void aFailureFitsTheSmallestGuestHoweverLongTheNamesAre() {
    String longName = "Ü".repeat(Budgets.LONGEST_NAME / 2);
    TestGuest previous = hello;
    for (int i = 0; i < 20; i++) {
      TestGuest next =
          application.admit(
              new GuestSpec("Ü".repeat(3000) + i, 1, 1, GuestKind.SERVER, 1 << 20, 10, 10));
      next.serve("chain.v1.c" + i, longName);
      previous.dispatch(previous.find("chain.v1.c" + i), "");
      previous = next;
    }
    application.pass(CALL_TIMEOUT);

    ReadOneResponse event = hello.next();
    assertFailed(event, KernelErr.RunTimeout, true);
    assertThat(event.getSerializedSize()).isLessThanOrEqualTo(GuestSpec.LEAST_CAPACITY);
  }

  private KernelErr dispatchError(TestGuest.Target to) {
    return hello.error(SystemCall.DISPATCH, hello.dispatching(to, hello.newCall(), "").build());
  }

  private CallFailure assertFailed(ReadOneResponse event, KernelErr reason, boolean mayHaveRun) {
    ResolvedCall resolved = event.getResolved();
    assertThat(resolved.getResultError()).as("DispatchError").isEqualTo(1);
    assertThat(resolved.hasResult()).isFalse();
    assertThat(resolved.getFailure().getReason()).isEqualTo(reason);
    assertThat(resolved.getFailure().getMayHaveRun()).isEqualTo(mayHaveRun);
    return resolved.getFailure();
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
