package parigot.inspect;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parigot.actors.Application;
import parigot.actors.CallException;
import parigot.kernel.ServiceName;
import parigot.plugin.CallOptions;
import parigot.plugin.GuestCallException;
import parigot.runtime.descriptors.DescribedMethod;
import parigot.runtime.descriptors.DescribedService;
import parigot.v1.host.CallFailure;
import parigot.v1.host.Refusal;

/** Calls services with JSON, as far as a guest of the application tells what they are. */
public final class JsonCalls {
  /** The reason of a refusal when it is not known what the service is. */
  public static final String NOT_DESCRIBED = "NOT_DESCRIBED";

  /** Beyond what the longest call may take, nothing is waited for. */
  private static final Duration PATIENCE = Duration.ofMinutes(61);

  private final Application application;
  private final ServicesReports services;

  public JsonCalls(Application application) {
    this.application = application;
    this.services = new ServicesReports(application);
  }

  /**
   * A call was not made, or failed.
   *
   * <p>The status is that of HTTP: 400 for a request that is none, 404 for what is not there, 409
   * for the service's own error, 504 for no answer in time, 503 for all else.
   */
  public static final class Failed extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;
    private final transient Refusal refusal;

    Failed(int status, Refusal refusal) {
      super(refusal.getError());
      this.status = status;
      this.refusal = refusal;
    }

    /** The status of HTTP for it. */
    public int status() {
      return status;
    }

    /** All that is known. */
    public Refusal refusal() {
      return refusal;
    }
  }

  /**
   * Makes a call, and waits for the answer.
   *
   * @param service as {@code greeting.v1.Greeting}, or as guests export it
   * @param method as the .proto writes it
   * @param json the request
   * @param timeout how long it may take, if the settings are not to say that
   * @return the response as JSON
   */
  public String call(String service, String method, String json, Optional<Duration> timeout)
      throws Failed, InterruptedException {
    ServiceName name =
        services
            .named(service)
            .orElseThrow(
                () -> failed(404, service + " is no name of a service, as greeting.v1.Greeting."));
    DescribedService described =
        services
            .described(name)
            .orElseThrow(
                () ->
                    new Failed(
                        404,
                        Refusal.newBuilder()
                            .setReason(NOT_DESCRIBED)
                            .setError("No guest tells what the service %s is.".formatted(name))
                            .build()));
    DescribedMethod callee =
        described
            .method(method)
            .orElseThrow(
                () ->
                    failed(
                        404,
                        "The service %s has no method %s; it has %s."
                            .formatted(
                                described.fullName(),
                                method,
                                String.join(
                                    ", ",
                                    described.methods().stream()
                                        .map(DescribedMethod::name)
                                        .toList()))));
    Optional<Any> request;
    try {
      request = callee.request(json);
    } catch (InvalidProtocolBufferException e) {
      throw failed(
          400,
          "The request is no %s: %s"
              .formatted(callee.descriptor().getInputType().getFullName(), plain(e)));
    }
    CallOptions options = timeout.map(CallOptions.NONE::withTimeout).orElse(CallOptions.NONE);
    CompletableFuture<Any> answer =
        application.begin(name, method, request, options).response().toCompletableFuture();
    try {
      return callee.json(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    } catch (InvalidProtocolBufferException e) {
      throw failed(
          503,
          "The response is no %s: %s"
              .formatted(callee.descriptor().getOutputType().getFullName(), plain(e)));
    } catch (ExecutionException e) {
      throw failed(described, method, e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(false);
      throw failed(504, "There is no answer.");
    } catch (InterruptedException e) {
      answer.cancel(false);
      throw e;
    }
  }

  /** What a person can make use of: without the names of Java's classes. */
  private static String plain(InvalidProtocolBufferException e) {
    String line = e.getMessage().lines().findFirst().orElse("");
    return sentence(line.replaceFirst("^[\\w.]+Exception: ", ""));
  }

  private static Failed failed(int status, String sentence) {
    return new Failed(status, Refusal.newBuilder().setError(sentence).build());
  }

  private static Failed failed(DescribedService service, String method, Throwable cause) {
    if (!(cause instanceof GuestCallException failure)) {
      return failed(503, String.valueOf(cause.getMessage()));
    }
    Refusal.Builder refusal =
        Refusal.newBuilder().setReason(failure.reason().name()).setNumber(failure.error());
    if (failure.reason() == GuestCallException.Reason.SERVICE_ERROR) {
      Optional<String> error = service.error(failure.error()).map(value -> value.getName());
      error.ifPresent(refusal::setName);
      refusal.setError(
          "%s/%s answers with the error %s."
              .formatted(
                  service.fullName(),
                  method,
                  error
                      .map(named -> "%s (%d)".formatted(named, failure.error()))
                      .orElse(String.valueOf(failure.error()))));
    } else {
      refusal.setError(sentence(failure.getMessage()));
    }
    if (failure instanceof CallException call && call.failure().isPresent()) {
      CallFailure why = call.failure().get();
      refusal.addAllChain(why.getChainList()).setMayHaveRun(why.getMayHaveRun());
    }
    return new Failed(status(failure.reason()), refusal.build());
  }

  private static int status(GuestCallException.Reason reason) {
    return switch (reason) {
      case SERVICE_ERROR -> 409;
      case NO_SUCH_SERVICE, NO_SUCH_METHOD -> 404;
      case TOO_LARGE -> 413;
      case TIMED_OUT -> 504;
      case REFUSED, ENDED, BAD_RESULT -> 503;
    };
  }

  private static String sentence(String text) {
    return text.matches("(?s).*[.?]") ? text : text + ".";
  }
}
