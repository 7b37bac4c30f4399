package parigot.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.message.wellknown.Int32Value;

/** A method that itself calls another service, and lets that one's error through. */
class NestedErrorTest {
  private static final ServiceName BACK = ServiceName.of("test.v1", "back");
  private static final ServiceName FRONT = ServiceName.of("test.v1", "front");
  private static final int OWN = 4;
  private static final int UNKNOWN = 7;
  private static final Errors BACK_ERR = new Errors("NotThere");
  private static final Errors FRONT_ERR = new Errors("Own");

  private final OneThread application = new OneThread();
  private RemoteService back;
  private RemoteService front;
  private Supplier<List<String>> log = List::of;

  /** An error of one of the two enums: 4 means something else in each. */
  private record Stated(String name, int getNumber) implements ServiceError {}

  /** The errors of one service. */
  private record Errors(ServiceError dispatchError, ServiceError own, ServiceError unrecognized)
      implements ErrorNumbers {
    Errors(String own) {
      this(new Stated("DispatchError", 1), new Stated(own, OWN), new Stated("UNRECOGNIZED", -1));
    }

    @Override
    public ServiceError forNumber(int number) {
      return number == 1 ? dispatchError : number == OWN ? own : unrecognized;
    }
  }

  private Future<Int32Value> askBack() {
    return back.call("Fail", BACK_ERR, number(1), Int32Value.parser());
  }

  private static Int32Value number(int value) {
    return Int32Value.newBuilder().setValue(value).build();
  }

  private Service service() {
    return Service.of(FRONT)
        .errors(FRONT_ERR)
        .methodWithoutRequest("flatMap", () -> Future.done().flatMap(done -> askBack()))
        .methodWithoutRequest("map", () -> askBack().map(answer -> answer))
        .methodWithoutRequest(
            "all",
            () ->
                Future.all(List.of(Future.of(number(1)), askBack())).map(answers -> answers.get(0)))
        .methodWithoutRequest("any", () -> Future.any(List.of(askBack(), askBack())))
        .methodWithoutRequest(
            "inside",
            () -> Future.done().flatMap(done -> askBack().flatMap(answer -> Future.of(answer))))
        .methodWithoutRequest(
            "unknownNumber",
            () ->
                Future.<Int32Value>failed(
                    new ServiceException(BACK_ERR.unrecognized(), UNKNOWN, "")))
        .methodWithoutRequest(
            "ownAfterIt",
            () ->
                askBack()
                    .recover(
                        error -> {
                          throw FRONT_ERR.own().exception();
                        }))
        .build();
  }

  private Throwable failureOf(String method) {
    application.server(
        Guest.named("back")
            .export(
                Service.of(BACK)
                    .errors(BACK_ERR)
                    .method(
                        "Fail",
                        Int32Value.parser(),
                        request -> Future.<Int32Value>failed(BACK_ERR.own().exception()))
                    .build()));
    PlainGuest middle =
        application.server(
            Guest.named("front")
                .require(BACK)
                .export(service())
                .ready(
                    guest ->
                        guest
                            .locate(BACK)
                            .map(
                                found -> {
                                  back = found;
                                  return null;
                                })));
    application.server(
        Guest.named("client")
            .require(FRONT)
            .ready(
                guest ->
                    guest
                        .locate(FRONT)
                        .map(
                            found -> {
                              front = found;
                              return null;
                            })));
    application.start();
    Future<Int32Value> call = front.callWithoutRequest(method, FRONT_ERR, Int32Value.parser());
    application.pump();
    log = middle::log;
    return call.error().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"flatMap", "map", "all", "any", "inside"})
  void theErrorOfAServiceBehindDoesNotPassForAnOwnOne(String method) {
    assertThat(failureOf(method))
        .isInstanceOfSatisfying(
            ServiceException.class,
            failure -> assertThat(failure.error()).isSameAs(FRONT_ERR.dispatchError()));
    assertThat(log.get())
        .singleElement()
        .asString()
        .startsWith("test.v1.front." + method + " failed with an error that is not its own: ")
        .contains("NotThere (4)");
  }

  @ParameterizedTest
  @ValueSource(strings = "unknownNumber")
  void aNumberThatTheOwnEnumDoesNotKnowDoesNotTravel(String method) {
    assertThat(failureOf(method))
        .isInstanceOfSatisfying(
            ServiceException.class,
            failure -> assertThat(failure.error()).isSameAs(FRONT_ERR.dispatchError()));
    assertThat(log.get()).singleElement().asString().contains("UNRECOGNIZED (7)");
  }

  @ParameterizedTest
  @ValueSource(strings = "ownAfterIt")
  void anOwnErrorThatAnswersToOneFromBehindTravels(String method) {
    assertThat(failureOf(method))
        .isInstanceOfSatisfying(
            ServiceException.class,
            failure -> assertThat(failure.error()).isSameAs(FRONT_ERR.own()));
    assertThat(log.get()).isEmpty();
  }
}
