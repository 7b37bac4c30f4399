package httpsimple;

import parigot.guest.Future;
import parigot.guest.http.Request;
import parigot.guest.http.Response;
import parigot.guest.http.Router;

/** One page, {@code /}, that may be read, and an echo for what is posted to it. */
final class Simple {
  private Simple() {}

  static Router router() {
    return new Router().get("/", Simple::page).post("/", Simple::echo);
  }

  private static Future<Response> page(Request request) {
    return Future.of(Response.ok().text("hello from a guest\n"));
  }

  private static Future<Response> echo(Request request) {
    return Future.of(Response.ok().body("text/plain; charset=utf-8", request.body()));
  }
}
