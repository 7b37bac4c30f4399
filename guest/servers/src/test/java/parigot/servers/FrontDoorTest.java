package parigot.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import http.v1.ConnectRequest;
import http.v1.DeleteRequest;
import http.v1.GetRequest;
import http.v1.HeadRequest;
import http.v1.HeaderLine;
import http.v1.Http;
import http.v1.HttpErr;
import http.v1.HttpRequest;
import http.v1.HttpResponse;
import http.v1.OptionsRequest;
import http.v1.PatchRequest;
import http.v1.PostRequest;
import http.v1.PutRequest;
import http.v1.TraceRequest;
import httpconnector.v1.HandleRequest;
import httpconnector.v1.HandleResponse;
import httpconnector.v1.HttpConnectorErr;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.guest.Future;
import parigot.guest.ServiceException;
import parigot.message.Bytes;
import parigot.message.Message;
import parigot.message.wellknown.Any;

class FrontDoorTest {
  private static final HttpRequest REQUEST = HttpRequest.newBuilder().setUrl("/a?b").build();
  private static final HttpResponse RESPONSE =
      HttpResponse.newBuilder()
          .setStatusCode(201)
          .putHeader("X-A", "b")
          .addHeaderLine(HeaderLine.newBuilder().setName("Set-Cookie").setValue("c=d").build())
          .setBody(Bytes.utf8("made"))
          .build();

  private final FrontDoor door = new FrontDoor();
  private final List<String> called = new ArrayList<>();

  /** Answers every method with the same response, in the message that is the method's. */
  private Http service() {
    return (Http)
        Proxy.newProxyInstance(
            Http.class.getClassLoader(),
            new Class<?>[] {Http.class},
            (proxy, method, arguments) -> {
              called.add(method.getName());
              String name = arguments[0].getClass().getName().replaceFirst("Request$", "Response");
              Class<?> type = Class.forName(name);
              Object builder = type.getMethod("newBuilder").invoke(null);
              builder
                  .getClass()
                  .getMethod("setResponse", HttpResponse.class)
                  .invoke(builder, RESPONSE);
              return Future.of(builder.getClass().getMethod("build").invoke(builder));
            });
  }

  static Stream<Arguments> verbs() {
    return Stream.of(
        Arguments.of("GET", GetRequest.newBuilder().setRequest(REQUEST).build()),
        Arguments.of("HEAD", HeadRequest.newBuilder().setRequest(REQUEST).build()),
        Arguments.of("POST", PostRequest.newBuilder().setRequest(REQUEST).build()),
        Arguments.of("PUT", PutRequest.newBuilder().setRequest(REQUEST).build()),
        Arguments.of("DELETE", DeleteRequest.newBuilder().setRequest(REQUEST).build()),
        Arguments.of("OPTIONS", OptionsRequest.newBuilder().setRequest(REQUEST).build()),
        Arguments.of("PATCH", PatchRequest.newBuilder().setRequest(REQUEST).build()),
        Arguments.of("CONNECT", ConnectRequest.newBuilder().setRequest(REQUEST).build()),
        Arguments.of("TRACE", TraceRequest.newBuilder().setRequest(REQUEST).build()));
  }

  private static HandleRequest request(String verb, Message message) {
    return HandleRequest.newBuilder().setHttpMethod(verb).setReqAny(Any.pack(message)).build();
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void eachVerbIsAMethodOfTheService(String verb, Message message) {
    door.leadTo(service());
    HandleResponse response = door.handle(request(verb, message)).value();
    assertThat(called).containsExactly(verb.toLowerCase(Locale.ROOT));
    assertThat(response.getHttpStatus()).isEqualTo(201);
    assertThat(response.getHttpResponse().toStringUtf8()).isEqualTo("made");
    assertThat(response.getHeaderMap()).containsEntry("X-A", "b");
    assertThat(response.getHeaderLineList()).isEqualTo(RESPONSE.getHeaderLineList());
  }

  @Test
  void whatIsNoRequestOfItsVerbIsRefused() {
    door.leadTo(service());
    assertThatThrownBy(() -> door.handle(request("GET", PutRequest.getDefaultInstance())))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.error()).isEqualTo(HttpConnectorErr.UnmarshalError));
    assertThatThrownBy(() -> door.handle(request("BREW", GetRequest.getDefaultInstance())))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.error()).isEqualTo(HttpConnectorErr.UnmarshalError));
    assertThat(called).isEmpty();
  }

  @Test
  void aServiceThatFailsIsAReceiverThatFailed() {
    door.leadTo(
        (Http)
            Proxy.newProxyInstance(
                Http.class.getClassLoader(),
                new Class<?>[] {Http.class},
                (proxy, method, arguments) ->
                    Future.failed(HttpErr.DispatchError.exception("gone"))));
    Future<HandleResponse> answer =
        door.handle(request("GET", GetRequest.newBuilder().setRequest(REQUEST).build()));
    assertThat(answer.error())
        .get()
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.error()).isEqualTo(HttpConnectorErr.ReceiverFailed));
  }

  @Test
  void beforeTheServiceRunsThereIsNoReceiver() {
    assertThatThrownBy(() -> door.handle(request("GET", GetRequest.getDefaultInstance())))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.error()).isEqualTo(HttpConnectorErr.NoReceiver));
  }
}
