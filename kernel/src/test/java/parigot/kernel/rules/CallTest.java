package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Id;
import parigot.kernel.guest.Answer;
import parigot.kernel.guest.SystemCall;
import parigot.v1.host.CallFailure;
import syscall.v1.host.DispatchRequest;
import syscall.v1.host.DispatchResponse;
import syscall.v1.host.KernelErr;
import syscall.v1.host.MethodBundle;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.ResolvedCall;
import syscall.v1.host.ReturnValueRequest;

/** How a call goes and is answered. */
@Timeout(20)
class CallTest extends HelloCallsGreeting {
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
}
