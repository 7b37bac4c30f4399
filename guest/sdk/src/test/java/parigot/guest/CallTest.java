package parigot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import parigot.message.Bytes;
import parigot.message.wellknown.BytesValue;
import parigot.message.wellknown.Int32Value;
import parigot.message.wellknown.StringValue;
import syscall.v1.KernelErr;

/** Calls from guest to guest, with the real kernel between them. */
class CallTest {
  private static final ServiceName ECHO = ServiceName.of("test.v1", "echo");
  private static final int MANY = 10_000;

  private final OneThread application = new OneThread();
  private final List<Promise<Int32Value>> asked = new ArrayList<>();
  private final List<Integer> questions = new ArrayList<>();
  private Guest client;
  private RemoteService echo;
  private PlainGuest clientProgram;
  private PlainGuest server;

  /** The errors of the service. */
  private enum EchoErr implements ServiceError {
    NoError(0),
    DispatchError(1),
    UnmarshalError(2),
    MarshalError(3),
    TooMuch(4),
    UNRECOGNIZED(-1);

    private final int number;

    EchoErr(int number) {
      this.number = number;
    }

    static EchoErr forNumber(int number) {
      return Stream.of(values())
          .filter(constant -> constant.number == number)
          .findFirst()
          .orElse(UNRECOGNIZED);
    }

    @Override
    public int getNumber() {
      return number;
    }
  }

  /** The errors of another service, some of them with the same numbers. */
  private enum OtherErr implements ServiceError {
    NotThere;

    @Override
    public int getNumber() {
      return EchoErr.TooMuch.getNumber();
    }
  }

  private static Int32Value number(int value) {
    return Int32Value.newBuilder().setValue(value).build();
  }

  private Service.Builder service() {
    return Service.of(ECHO)
        .errors(EchoErr::forNumber)
        .method("Double", Int32Value.parser(), n -> Future.of(number(2 * n.getValue())))
        .method("Ask", Int32Value.parser(), this::ask)
        .method(
            "Fail",
            Int32Value.parser(),
            n -> {
              throw EchoErr.TooMuch.exception("of " + n.getValue());
            })
        .method(
            "FailLater",
            Int32Value.parser(),
            n -> Future.<Int32Value>failed(EchoErr.TooMuch.exception()))
        .method(
            "FailAsAnother",
            Int32Value.parser(),
            n -> {
              throw OtherErr.NotThere.exception();
            })
        .method(
            "FailAsAnotherLater",
            Int32Value.parser(),
            n -> Future.<Int32Value>failed(OtherErr.NotThere.exception()))
        .method(
            "Break",
            Int32Value.parser(),
            n -> {
              throw new IllegalStateException("it is broken");
            })
        .method("Nothing", Int32Value.parser(), n -> (Future<Int32Value>) null)
        .methodWithoutRequest("Answer", () -> Future.of(number(42)))
        .methodWithoutResponse("Take", Int32Value.parser(), this::take)
        .methodWithoutBoth("Ping", Future::done);
  }

  private Future<Int32Value> ask(Int32Value question) {
    questions.add(question.getValue());
    Promise<Int32Value> promise = new Promise<>();
    asked.add(promise);
    return promise.future();
  }

  private Future<Void> take(Int32Value taken) {
    questions.add(taken.getValue());
    return Future.done();
  }

  private void start(Function<Guest, Future<Void>> ready) {
    server = application.server(Guest.named("echo").export(service().build()).ready(ready));
    clientProgram =
        application.server(
            Guest.named("client")
                .require(ECHO)
                .ready(
                    guest -> {
                      client = guest;
                      return guest
                          .locate(ECHO)
                          .map(
                              found -> {
                                echo = found;
                                return null;
                              });
                    }));
    application.start();
  }

  private void start() {
    start(guest -> Future.done());
  }

  private <T> Future<T> done(Future<T> call) {
    application.pump();
    assertThat(call.isDone()).isTrue();
    return call;
  }

  private Future<Int32Value> call(String method, int value) {
    return echo.call(method, EchoErr::forNumber, number(value), Int32Value.parser());
  }

  @Test
  void aClientGetsTheAnswer() {
    start();
    Future<Int32Value> call = call("Double", 21);
    assertThat(call.isDone()).isFalse();
    assertThat(done(call).value().getValue()).isEqualTo(42);
  }

  @Test
  void requestsAndResponsesMayBeEmpty() {
    start();
    assertThat(
            done(echo.callWithoutRequest("Answer", EchoErr::forNumber, Int32Value.parser()))
                .value())
        .isEqualTo(number(42));
    assertThat(done(echo.callWithoutResponse("Take", EchoErr::forNumber, number(5))).value())
        .isNull();
    assertThat(questions).containsExactly(5);
    assertThat(done(echo.callWithoutBoth("Ping", EchoErr::forNumber)).value()).isNull();
  }

  @Test
  void anErrorOfTheServiceReachesTheCaller() {
    start();
    for (String method : List.of("Fail", "FailLater")) {
      assertThat(done(call(method, 3)).error())
          .get()
          .isInstanceOfSatisfying(
              ServiceException.class,
              failure -> {
                assertThat(failure.error()).isSameAs(EchoErr.TooMuch);
                assertThat(failure.is(EchoErr.TooMuch)).isTrue();
                assertThat(failure.number()).isEqualTo(4);
                assertThat(failure.detail()).isEmpty();
              });
    }
    assertThat(server.log()).containsExactly("test.v1.echo.Fail answered TooMuch (4): of 3");
  }

  @Test
  void anErrorThatTheClientDoesNotKnowKeepsItsNumber() {
    start();
    Future<Int32Value> call =
        echo.call("Fail", number -> EchoErr.UNRECOGNIZED, number(1), Int32Value.parser());
    assertThat(done(call).error())
        .get()
        .isInstanceOfSatisfying(
            ServiceException.class, failure -> assertThat(failure.number()).isEqualTo(4))
        .hasToString("parigot.guest.ServiceException: UNRECOGNIZED (4)");
  }

  @Test
  void anErrorOfAnotherServiceIsLoggedAndDoesNotPassForOneOfTheService() {
    start();
    for (String method : List.of("FailAsAnother", "FailAsAnotherLater")) {
      assertThat(done(call(method, 3)).error())
          .get()
          .isInstanceOfSatisfying(
              ServiceException.class,
              failure -> assertThat(failure.error()).isSameAs(EchoErr.DispatchError));
    }
    assertThat(server.log())
        .containsExactly(
            "test.v1.echo.FailAsAnother failed with an error that is not its own:"
                + " parigot.guest.ServiceException: NotThere (4)",
            "test.v1.echo.FailAsAnotherLater failed with an error that is not its own:"
                + " parigot.guest.ServiceException: NotThere (4)");
  }

  @Test
  void aMethodThatThrowsAnythingElseIsLoggedAndWasNotCarriedOut() {
    start();
    assertThat(done(call("Break", 3)).error())
        .get()
        .isInstanceOfSatisfying(
            ServiceException.class,
            failure -> assertThat(failure.error()).isSameAs(EchoErr.DispatchError));
    assertThat(server.log())
        .containsExactly(
            "test.v1.echo.Break failed: java.lang.IllegalStateException: it is broken");
  }

  @Test
  void aMethodThatGivesNoFutureWasNotCarriedOut() {
    start();
    assertThat(done(call("Nothing", 3)).error())
        .get()
        .isInstanceOfSatisfying(
            ServiceException.class,
            failure -> assertThat(failure.error()).isSameAs(EchoErr.DispatchError));
    assertThat(server.log()).singleElement().asString().contains("gave no future");
  }

  @Test
  void aRequestThatCannotBeReadIsItsOwnError() {
    start();
    Future<Int32Value> call =
        echo.call(
            "Double",
            EchoErr::forNumber,
            BytesValue.newBuilder().setValue(Bytes.of(new byte[] {1, 2, 3})).build(),
            Int32Value.parser());
    // A field of another type is an unknown field, so a message that is none has to be made.
    assertThat(done(call).value().getValue()).isZero();
    Future<StringValue> answer =
        echo.call("Answer", EchoErr::forNumber, number(1), bytes -> brokenText());
    assertThat(done(answer).error())
        .get()
        .isInstanceOfSatisfying(
            OutcomeUnknownException.class,
            failure -> assertThat(failure.reason()).isEqualTo(KernelErr.UnmarshalFailed));
  }

  private static StringValue brokenText() {
    return StringValue.parseFrom(new byte[] {10, 1, (byte) 0xff});
  }

  @Test
  void aMethodThatIsNotThereIsNotCalled() {
    start();
    assertThat(done(call("Treble", 1)).error())
        .get()
        .isInstanceOfSatisfying(
            CallNotMadeException.class,
            failure -> assertThat(failure.reason()).isEqualTo(KernelErr.IdDispatch))
        .asString()
        .contains("has no method Treble");
    assertThat(echo.methods()).contains("Double", "Ping");
    assertThat(echo.name()).isEqualTo(ECHO);
  }

  @Test
  void aServiceThatWasNotRequiredIsNotFound() {
    application.server(Guest.named("other").export(service().build()));
    application.server(Guest.named("stranger").ready(this::keep));
    application.start();
    assertThat(client.locate(ECHO).error())
        .get()
        .isInstanceOfSatisfying(
            CallNotMadeException.class,
            failure -> assertThat(failure.reason()).isEqualTo(KernelErr.NotRequired))
        .asString()
        .contains("require(");
    assertThat(client.locate(ServiceName.of("nobody.v1", "nobody")).error())
        .get()
        .asString()
        .contains("nobody that runs exports nobody.v1.nobody");
  }

  private Future<Void> keep(Guest guest) {
    client = guest;
    return Future.done();
  }

  @Test
  void callsThatComeBeforeAServiceIsReadyWait() {
    Promise<Void> ready = new Promise<>();
    start(guest -> ready.future());
    Future<Int32Value> first = call("Double", 1);
    Future<Int32Value> second = call("Double", 2);
    application.pump();
    assertThat(first.isDone()).isFalse();
    ready.complete(null);
    assertThat(done(first).value().getValue()).isEqualTo(2);
    assertThat(done(second).value().getValue()).isEqualTo(4);
  }

  @Test
  void aCallToAServiceThatRefusesToBeReadyFails() {
    Promise<Void> ready = new Promise<>();
    start(guest -> ready.future());
    Future<Int32Value> call = call("Double", 1);
    application.pump();
    ready.fail(new IllegalStateException("no"));
    assertThat(done(call).error()).get().isInstanceOf(CallException.class);
    assertThat(server.code()).hasValue(1);
  }

  @Test
  void aCallWhoseServiceEndsHasAnUnknownOutcome() {
    start();
    Future<Int32Value> call = call("Ask", 1);
    application.pump();
    application.trap(server);
    assertThat(done(call).error())
        .get()
        .isInstanceOfSatisfying(
            OutcomeUnknownException.class,
            failure -> assertThat(failure.reason()).isEqualTo(KernelErr.NetworkConnectionLost));
  }

  @Test
  void aCallToAServiceThatHasEndedIsNotMade() {
    start();
    application.trap(server);
    Future<Int32Value> call = call("Double", 1);
    assertThat(done(call).error())
        .get()
        .isInstanceOf(CallNotMadeException.class)
        .asString()
        .contains("test.v1.echo.Double");
    assertThat(client.locate(ECHO).error()).isPresent();
  }

  @Test
  void aCallThatTakesTooLongHasAnUnknownOutcome() {
    start();
    Future<Int32Value> call = call("Ask", 1);
    application.pump();
    application.pass(Duration.ofSeconds(3));
    assertThat(done(call).error())
        .get()
        .isInstanceOfSatisfying(
            OutcomeUnknownException.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(KernelErr.RunTimeout);
              assertThat(failure.chain()).isNotEmpty();
            });
    asked.get(0).complete(number(1));
    application.pump();
    assertThat(server.log()).singleElement().asString().contains("nobody waits any longer");
  }

  @Test
  void theCallsOfAServiceMayBeGivenTheirOwnTime() {
    start();
    RemoteService soon = echo.within(Duration.ofMillis(100));
    Future<Int32Value> call = soon.call("Ask", EchoErr::forNumber, number(1), Int32Value.parser());
    application.pump();
    application.pass(Duration.ofMillis(99));
    assertThat(call.isDone()).isFalse();

    application.pass(Duration.ofMillis(1));

    assertThat(done(call).error())
        .get()
        .isInstanceOf(OutcomeUnknownException.class)
        .asString()
        .contains("did not answer within 100 ms");
    assertThat(done(call("Double", 21)).value().getValue()).isEqualTo(42);
    assertThatThrownBy(() -> echo.within(Duration.ofNanos(999_999)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> echo.within(Duration.ofHours(1).plusMillis(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aShorterTimeOutOfTheCallersComesFirst() {
    start();
    Future<Int32Value> call = call("Ask", 1).withTimeout(Duration.ofMillis(50));
    application.pump();
    application.pass(Duration.ofMillis(50));
    assertThat(done(call).error()).get().isInstanceOf(TimedOutException.class);
    asked.get(0).complete(number(1));
    application.pump();
    assertThat(call.error()).get().isInstanceOf(TimedOutException.class);
    assertThat(clientProgram.waiting()).isZero();
  }

  @Test
  void theAnswerOfACancelledCallIsIgnored() {
    start();
    Future<Int32Value> call = call("Ask", 1);
    application.pump();
    call.cancel();
    assertThat(clientProgram.waiting()).isZero();
    asked.get(0).complete(number(1));
    application.pump();
    assertThat(call.error()).get().isInstanceOf(CancelledException.class);
  }

  @Test
  void aRequestThatIsTooLargeIsNotSent() {
    start();
    Bytes large = Bytes.of(new byte[5 << 20]);
    Future<Int32Value> call =
        echo.call(
            "Double",
            EchoErr::forNumber,
            BytesValue.newBuilder().setValue(large).build(),
            Int32Value.parser());
    assertThat(done(call).error())
        .get()
        .isInstanceOfSatisfying(
            CallNotMadeException.class,
            failure -> assertThat(failure.reason()).isEqualTo(KernelErr.DataTooLarge))
        .asString()
        .contains("test.v1.echo.Double was not called: its request of 5242885 bytes")
        .contains("message-limit (4 MiB")
        .contains("DataTooLarge");
  }

  @Test
  void manyCallsInFlightEachGetTheirOwnAnswer() {
    start();
    List<Future<Int32Value>> calls =
        IntStream.range(0, MANY).mapToObj(i -> call("Ask", i)).toList();
    application.pump();
    assertThat(clientProgram.waiting()).isEqualTo(MANY);
    List<Integer> order = new ArrayList<>(IntStream.range(0, MANY).boxed().toList());
    Collections.shuffle(order, new Random(1));
    for (int i : order) {
      asked.get(i).complete(number(-questions.get(i)));
    }
    application.pump();
    assertThat(IntStream.range(0, MANY).map(i -> calls.get(i).value().getValue()))
        .containsExactlyElementsOf(IntStream.range(0, MANY).map(i -> -i).boxed().toList());
    assertThat(clientProgram.waiting()).isZero();
  }

  @Test
  void moreCallsThanMayBeOpenAreNotMade() {
    start();
    List<Future<Int32Value>> calls =
        IntStream.range(0, 20_001).mapToObj(i -> call("Ask", i)).toList();
    assertThat(calls.get(20_000).error())
        .get()
        .isInstanceOfSatisfying(
            CallNotMadeException.class,
            failure -> assertThat(failure.reason()).isEqualTo(KernelErr.WriteTimeout))
        .asString()
        .contains("see its calls-in-flight and calls-in-flight-memory");
    assertThatThrownBy(() -> client.after(Duration.ofSeconds(1), () -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("too many");
  }

  @Test
  void aGuestMayExportSeveralServicesUnderSeveralNames() {
    ServiceName other = ServiceName.of("test.v1", "other");
    ServiceName alias = ServiceName.of("test.v2", "echo");
    application.server(
        Guest.named("two")
            .export(service().also(alias).also(alias).build())
            .export(
                Service.of(other)
                    .methodWithoutRequest("Answer", () -> Future.of(number(43)))
                    .build()));
    application.server(
        Guest.named("client").require(ECHO).require(alias).require(other).ready(this::keep));
    application.start();
    List<Integer> answers = new ArrayList<>();
    for (ServiceName name : List.of(ECHO, alias, other)) {
      answers.add(
          done(client
                  .locate(name)
                  .flatMap(
                      found ->
                          found.callWithoutRequest(
                              "Answer", EchoErr::forNumber, Int32Value.parser())))
              .value()
              .getValue());
    }
    assertThat(answers).containsExactly(42, 42, 43);
  }

  @Test
  void aServiceCannotHaveTwoMethodsOfOneName() {
    assertThatThrownBy(() -> service().methodWithoutBoth("Ping", Future::done))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("test.v1.echo has two methods named Ping");
  }
}
