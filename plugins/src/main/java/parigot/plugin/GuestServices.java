package parigot.plugin;

import com.google.protobuf.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Calls from a plugin into services that guests export. From any thread; nothing here blocks. */
public interface GuestServices {

  /**
   * Calls a method of a service that runs, any if several export the name.
   *
   * <p>Who waits no longer for the response cancels what this gives back, as a {@link
   * CompletableFuture}, or completes it. The call is withdrawn then: if it has not begun it never
   * does, if it has its answer is dropped, and what the runtime keeps of it is freed. Only what
   * this gives back itself does so, not what was made to depend on it.
   *
   * @param packagePath the service's protobuf package, as in {@code httpconnector.v1}
   * @param service the service's name in snake case, as in {@code http_connector}
   * @param method the method's name as its .proto writes it
   * @param request the request; a message without fields is not sent
   * @param responseType the class of the response
   * @return the response, or a {@link GuestCallException}
   */
  <R extends Message> CompletionStage<R> call(
      String packagePath, String service, String method, Message request, Class<R> responseType);

  /**
   * As {@link #call(String, String, String, Message, Class)}, and says how long the call may wait
   * for its answer.
   *
   * @param timeout as in {@link CallOptions}
   * @throws UnsupportedOperationException unless these are the guests of a running application
   */
  default <R extends Message> CompletionStage<R> call(
      String packagePath,
      String service,
      String method,
      Message request,
      Class<R> responseType,
      Duration timeout) {
    return call(
        packagePath, service, method, request, responseType, CallOptions.NONE.withTimeout(timeout));
  }

  /**
   * As {@link #call(String, String, String, Message, Class)}, and says more of the call.
   *
   * @throws UnsupportedOperationException unless these are the guests of a running application
   */
  default <R extends Message> CompletionStage<R> call(
      String packagePath,
      String service,
      String method,
      Message request,
      Class<R> responseType,
      CallOptions options) {
    if (options.equals(CallOptions.NONE)) {
      return call(packagePath, service, method, request, responseType);
    }
    throw new UnsupportedOperationException(
        getClass().getName() + " has no time-outs and headers of single calls");
  }

  /**
   * As {@link #call}, for who also counts the calls that a guest is still at work on though nobody
   * waits for them any more.
   *
   * @param packagePath the service's protobuf package, as in {@code httpconnector.v1}
   * @param service the service's name in snake case, as in {@code http_connector}
   * @param method the method's name as its .proto writes it
   * @param request the request; a message without fields is not sent
   * @param responseType the class of the response
   */
  default <R extends Message> GuestCall<R> begin(
      String packagePath, String service, String method, Message request, Class<R> responseType) {
    CompletionStage<R> response = call(packagePath, service, method, request, responseType);
    return new GuestCall<>(response, response.handle((answer, failure) -> null));
  }

  /**
   * As {@link #begin(String, String, String, Message, Class)}, and says more of the call.
   *
   * @throws UnsupportedOperationException unless these are the guests of a running application
   */
  default <R extends Message> GuestCall<R> begin(
      String packagePath,
      String service,
      String method,
      Message request,
      Class<R> responseType,
      CallOptions options) {
    if (options.equals(CallOptions.NONE)) {
      return begin(packagePath, service, method, request, responseType);
    }
    CompletionStage<R> response =
        call(packagePath, service, method, request, responseType, options);
    return new GuestCall<>(response, response.handle((answer, failure) -> null));
  }

  /**
   * Completes when somebody that runs exports this name: at once when it is so now. It completes
   * exceptionally when the application ends before. What depends on it must not block.
   *
   * @param packagePath the service's protobuf package, as in {@code httpconnector.v1}
   * @param service the service's name in snake case, as in {@code http_connector}
   */
  default CompletionStage<Void> running(String packagePath, String service) {
    return CompletableFuture.completedStage(null);
  }
}
