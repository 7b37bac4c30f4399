package parigot.edge;

import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parigot.kernel.Printable;
import parigot.plugin.CallOptions;
import parigot.plugin.TraceParent;

/** What is to be done with an HTTP request, as far as that is known before its body. */
final class HttpRoutes {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final int LONGEST_NAME = 200;
  private static final String HEALTH = "/health";
  private static final Pattern METHOD = Pattern.compile("/([A-Za-z0-9_.]+)/([A-Za-z0-9_]+)");
  private static final Pattern MILLIS = Pattern.compile("[0-9]{1,10}");
  private static final Pattern GRPC_TIMEOUT = Pattern.compile("([0-9]{1,8})([HMSmun])");
  private static final String TYPES =
      String.join(", ", ConnectJson.TYPE, ConnectProto.TYPE, GrpcWeb.TYPE);

  /** What is to be done. */
  sealed interface Route {
    /** To answer, whatever the body is. */
    record Answered(Reply reply) implements Route {}

    /** To call a method with the body. */
    record Call(OpenMethod method, HttpDialect dialect, CallOptions options, boolean isZipped)
        implements Route {}
  }

  private final ServedApplication served;
  private final List<String> forwarded;
  private final Cors cors;

  /**
   * @param forwarded the headers that are handed on
   */
  HttpRoutes(ServedApplication served, List<String> forwarded, Cors cors) {
    this.served = served;
    this.forwarded = List.copyOf(forwarded);
    this.cors = cors;
  }

  /** What a browser is told with each answer to this request. */
  Map<String, String> headers(HttpHead request) {
    return cors.headers(request.header("origin"));
  }

  /** Whether the path is one of the edge's, where others share the server. */
  boolean isFor(HttpHead request) {
    Matcher path = METHOD.matcher(request.path());
    return request.path().equals(HEALTH)
        || (path.matches() && served.services().service(path.group(1)).isPresent());
  }

  Route of(HttpHead request) {
    Optional<Reply> refusal = cors.refusal(request.header("origin"));
    if (refusal.isPresent()) {
      return new Route.Answered(refusal.get());
    }
    if (request.verb().equals("OPTIONS")
        && request.header("access-control-request-method").isPresent()) {
      return new Route.Answered(cors.preflight());
    }
    if (request.path().equals(HEALTH)) {
      return new Route.Answered(health(request));
    }
    Matcher path = METHOD.matcher(request.path());
    if (!path.matches()) {
      return refused(
          NOT_FOUND,
          Code.NOT_FOUND,
          "There is nothing at %s: a method is called by POST at a path such as /greeting.v1.Greeting/FetchGreeting."
              .formatted(Printable.of(request.path(), LONGEST_NAME)));
    }
    if (!request.verb().equals("POST")) {
      return allowOnly(
          "POST",
          "%s is called by POST, and this is a %s."
              .formatted(path.group().substring(1), Printable.of(request.verb(), LONGEST_NAME)));
    }
    return call(request, served.services().find(path.group(1), path.group(2)));
  }

  private static Route refused(int status, Code code, String sentence) {
    return new Route.Answered(ConnectErrors.reply(status, Failure.of(code, sentence)));
  }

  private static Route allowOnly(String verbs, String sentence) {
    return new Route.Answered(
        with(
            "allow",
            verbs,
            ConnectErrors.reply(METHOD_NOT_ALLOWED, Failure.of(Code.UNIMPLEMENTED, sentence))));
  }

  private static Reply with(String name, String value, Reply reply) {
    Map<String, String> headers = new LinkedHashMap<>(reply.headers());
    headers.put(name, value);
    return new Reply(reply.status(), headers, reply.contentType(), reply.body());
  }

  private Route call(HttpHead request, OpenServices.Found found) {
    String type = request.header("content-type").orElse("");
    Optional<HttpDialect> dialect = dialect(type);
    if (dialect.isEmpty()) {
      return new Route.Answered(
          with(
              "accept-post",
              TYPES,
              ConnectErrors.reply(
                  UNSUPPORTED_MEDIA_TYPE,
                  Failure.of(
                      Code.UNIMPLEMENTED,
                      "The header content-type must be one of %s, and is %s."
                          .formatted(
                              TYPES,
                              type.isEmpty() ? "missing" : Printable.of(type, LONGEST_NAME))))));
    }
    Optional<Failure> wrong = wrongHeader(request, dialect.get());
    if (wrong.isPresent()) {
      return new Route.Answered(dialect.get().failure(wrong.get()));
    }
    return found instanceof OpenServices.Found.Method method
        ? new Route.Call(
            method.method(),
            dialect.get(),
            options(request, dialect.get()),
            request.header("content-encoding").filter("gzip"::equals).isPresent())
        : new Route.Answered(dialect.get().failure(((OpenServices.Found.Nothing) found).why()));
  }

  private static Optional<HttpDialect> dialect(String contentType) {
    int parameters = contentType.indexOf(';');
    String type =
        (parameters < 0 ? contentType : contentType.substring(0, parameters))
            .strip()
            .toLowerCase(Locale.ROOT);
    return switch (type) {
      case ConnectJson.TYPE -> Optional.of(new ConnectJson());
      case ConnectProto.TYPE -> Optional.of(new ConnectProto());
      case GrpcWeb.TYPE, "application/grpc-web" -> Optional.of(new GrpcWeb());
      default -> Optional.empty();
    };
  }

  private static Optional<Failure> wrongHeader(HttpHead request, HttpDialect dialect) {
    String version = request.header("connect-protocol-version").orElse("1");
    if (!version.equals("1")) {
      return wrong(Code.INVALID_ARGUMENT, "connect-protocol-version", "1", version);
    }
    String encoding = request.header("content-encoding").orElse("identity");
    if (!encoding.equals("identity") && (dialect instanceof GrpcWeb || !encoding.equals("gzip"))) {
      String expected = dialect instanceof GrpcWeb ? "identity" : "gzip or identity";
      return wrong(Code.UNIMPLEMENTED, "content-encoding", expected, encoding);
    }
    String name = timeoutHeader(dialect);
    Optional<String> timeout = request.header(name);
    if (timeout.isPresent() && timeout(timeout.get(), dialect).isEmpty()) {
      return wrong(
          Code.INVALID_ARGUMENT,
          name,
          dialect instanceof GrpcWeb
              ? "a number of at most 8 digits and a unit, as in 500m"
              : "a number of milliseconds of at most 10 digits",
          timeout.get());
    }
    return Optional.empty();
  }

  private static Optional<Failure> wrong(Code code, String header, String expected, String value) {
    return Optional.of(
        Failure.of(
            code,
            "The header %s must be %s, and is %s."
                .formatted(header, expected, Printable.of(value, LONGEST_NAME))));
  }

  private static String timeoutHeader(HttpDialect dialect) {
    return dialect instanceof GrpcWeb ? "grpc-timeout" : "connect-timeout-ms";
  }

  /** How long the client waits; empty when that cannot be read. */
  private static Optional<Duration> timeout(String written, HttpDialect dialect) {
    if (!(dialect instanceof GrpcWeb)) {
      return MILLIS.matcher(written).matches()
          ? Optional.of(Duration.ofMillis(Long.parseLong(written)))
          : Optional.empty();
    }
    Matcher parts = GRPC_TIMEOUT.matcher(written);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(parts.group(1));
    return Optional.of(
        switch (parts.group(2)) {
          case "H" -> Duration.ofHours(amount);
          case "M" -> Duration.ofMinutes(amount);
          case "S" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMillis(amount);
          case "u" -> Duration.ofNanos(amount * 1000);
          default -> Duration.ofNanos(amount);
        });
  }

  private CallOptions options(HttpHead request, HttpDialect dialect) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : forwarded) {
      request.header(name).ifPresent(value -> headers.put(name, value));
    }
    CallOptions options =
        new CallOptions(
            Optional.empty(),
            false,
            headers,
            Optional.of(request.client()),
            request
                .header(TraceParent.HEADER)
                .map(
                    parent ->
                        new TraceParent(
                            parent, request.header(TraceParent.STATE_HEADER).orElse(""))));
    // No time at all is as good as the least that there is.
    return request
        .header(timeoutHeader(dialect))
        .flatMap(written -> timeout(written, dialect))
        .map(time -> options.withinAtMost(time.isZero() ? Duration.ofNanos(1) : time))
        .orElse(options);
  }

  private Reply health(HttpHead request) {
    if (!request.verb().equals("GET") && !request.verb().equals("HEAD")) {
      return ((Route.Answered) allowOnly("GET, HEAD", "/health is asked for by GET.")).reply();
    }
    String service = request.parameter("service").orElse("");
    Optional<ServingStatus> status = served.health().of(service);
    if (status.isEmpty()) {
      return ConnectErrors.reply(
          NOT_FOUND,
          Failure.of(
              Code.NOT_FOUND,
              "There is no service %s here.".formatted(Printable.of(service, LONGEST_NAME))));
    }
    JsonObject body = new JsonObject();
    body.addProperty("status", status.get().name());
    return Reply.of(
        status.get() == ServingStatus.SERVING ? OK : SERVICE_UNAVAILABLE,
        "application/json",
        ByteString.copyFromUtf8(body + "\n"));
  }
}
