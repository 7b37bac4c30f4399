package parigot.guest.http;

import static java.util.Objects.requireNonNull;

import http.v1.Http;
import http.v1.HttpRequest;
import http.v1.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import parigot.guest.Future;
import parigot.guest.Service;
import parigot.message.MalformedMessageException;

/**
 * Serves {@code http.v1.Http}: gives each request to the handler for its verb and its path.
 *
 * <pre>{@code
 * Router router =
 *     new Router()
 *         .get("/cart/{id}", request -> cart(request.parameter("id")))
 *         .post("/cart/{id}/line", request -> add(request.json(Line.json())));
 * Guest.named("shop").export(router.service()).start();
 * }</pre>
 *
 * <p>A part of a pattern in braces stands for any one part of a path, <code>{name...}</code> at its
 * end for all that follows. Of several patterns that match, the one counts that says more: {@code
 * /cart/new} before <code>/cart/{id}</code>.
 *
 * <p>A path that no pattern matches is answered with 404, another verb with 405 and {@code Allow},
 * {@code OPTIONS} with {@code Allow} and {@code HEAD} as {@code GET}, unless they have handlers of
 * their own. A handler that throws a {@link HttpException} answers with it, one that throws a
 * {@code MalformedMessageException}, as {@link Request#json} does, with 400 and its sentence.
 * Whatever else it fails with fails the call.
 */
public final class Router {
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int NO_CONTENT = 204;

  private final List<Route> routes = new ArrayList<>();

  /** The handlers of one pattern, by verb. */
  private record Route(
      PathPattern pattern, Map<String, Function<Request, Future<Response>>> handlers) {}

  /** Handles the requests with {@code GET}, and those with {@code HEAD}. */
  public Router get(String pattern, Function<Request, Future<Response>> handler) {
    return on("GET", pattern, handler);
  }

  /** Handles the requests with {@code POST}. */
  public Router post(String pattern, Function<Request, Future<Response>> handler) {
    return on("POST", pattern, handler);
  }

  /** Handles the requests with {@code PUT}. */
  public Router put(String pattern, Function<Request, Future<Response>> handler) {
    return on("PUT", pattern, handler);
  }

  /** Handles the requests with {@code PATCH}. */
  public Router patch(String pattern, Function<Request, Future<Response>> handler) {
    return on("PATCH", pattern, handler);
  }

  /** Handles the requests with {@code DELETE}. */
  public Router delete(String pattern, Function<Request, Future<Response>> handler) {
    return on("DELETE", pattern, handler);
  }

  /**
   * Handles the requests with a verb.
   *
   * @param verb in capitals
   * @throws IllegalArgumentException when the pattern is none, or has a handler for the verb
   *     already
   */
  public Router on(String verb, String pattern, Function<Request, Future<Response>> handler) {
    requireNonNull(verb);
    requireNonNull(handler);
    Route route = route(PathPattern.of(pattern));
    if (route.handlers.put(verb, handler) != null) {
      throw new IllegalArgumentException(verb + " " + pattern + " has a handler already");
    }
    return this;
  }

  private Route route(PathPattern pattern) {
    int at = 0;
    while (at < routes.size() && routes.get(at).pattern.compareTo(pattern) < 0) {
      at++;
    }
    if (at < routes.size() && routes.get(at).pattern.compareTo(pattern) == 0) {
      if (!routes.get(at).pattern.equals(pattern)) {
        throw new IllegalArgumentException(
            pattern + " matches the same paths as " + routes.get(at).pattern);
      }
      return routes.get(at);
    }
    Route route = new Route(pattern, new LinkedHashMap<>());
    routes.add(at, route);
    return route;
  }

  /** What a guest exports. */
  public Service service() {
    return Http.service(new Verbs(this));
  }

  /** Answers a request. */
  Future<HttpResponse> handle(String verb, HttpRequest request) {
    Url url;
    try {
      url = Url.of(request.getUrl());
    } catch (IllegalArgumentException malformed) {
      return Future.of(Response.of(BAD_REQUEST).text(malformed.getMessage() + "\n").message());
    }
    boolean found = false;
    Set<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> parameters = route.pattern.match(url.parts());
      if (parameters.isPresent()) {
        Function<Request, Future<Response>> handler = handler(route, verb);
        if (handler != null) {
          return answer(handler, new Request(verb, url, parameters.get(), request));
        }
        found = true;
        allowed.addAll(route.handlers.keySet());
      }
    }
    return Future.of(unhandled(verb, url, found, allowed).message());
  }

  private static Function<Request, Future<Response>> handler(Route route, String verb) {
    Function<Request, Future<Response>> own = route.handlers.get(verb);
    return own == null && verb.equals("HEAD") ? route.handlers.get("GET") : own;
  }

  private static Response unhandled(String verb, Url url, boolean found, Set<String> allowed) {
    if (!found) {
      return Response.of(NOT_FOUND).text("There is no " + url.path() + " here.\n");
    }
    allowed.add("OPTIONS");
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    Response response =
        verb.equals("OPTIONS")
            ? Response.of(NO_CONTENT)
            : Response.of(NOT_ALLOWED).text(verb + " is not for this page.\n");
    return response.header("Allow", String.join(", ", allowed));
  }

  private static Future<HttpResponse> answer(
      Function<Request, Future<Response>> handler, Request request) {
    return Future.done()
        .flatMap(begun -> handler.apply(request))
        .recover(Router::refused)
        .map(Response::message);
  }

  private static Response refused(Throwable error) {
    if (error instanceof HttpException stated) {
      return stated.response();
    }
    if (error instanceof MalformedMessageException malformed) {
      return Response.of(BAD_REQUEST).text(malformed.getMessage() + "\n");
    }
    if (error instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    throw new IllegalStateException(error);
  }
}
