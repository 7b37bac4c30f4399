package parigot.plugin.httpconnector;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import parigot.plugin.GuestServices;
import parigot.plugin.LimitedLog;

/**
 * Makes a call of each request, and a response of what comes of it. No thread waits for a body, a
 * guest or a client, so as many requests are under way as the settings allow.
 */
final class RequestHandler extends Handler.Abstract {
  private final HttpConnectorSettings settings;
  private final GuestServices guests;
  private final Clock clock;
  private final LimitedLog log;
  private final Turns turns;
  private final AtomicInteger underWay = new AtomicInteger();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean draining;

  RequestHandler(
      HttpConnectorSettings settings, GuestServices guests, Clock clock, LimitedLog log) {
    this.settings = settings;
    this.guests = guests;
    this.clock = clock;
    this.log = log;
    this.turns = new Turns(settings.maxCalls());
  }

  HttpConnectorSettings settings() {
    return settings;
  }

  GuestServices guests() {
    return guests;
  }

  Clock clock() {
    return clock;
  }

  LimitedLog log() {
    return log;
  }

  Turns turns() {
    return turns;
  }

  /** Takes no more requests; completes when those that were taken have been answered. */
  CompletionStage<Void> drain() {
    draining = true;
    if (underWay.get() == 0) {
      drained.complete(null);
    }
    return drained.minimalCompletionStage();
  }

  boolean isDraining() {
    return draining;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    ClientEndPoint client =
        (ClientEndPoint) request.getConnectionMetaData().getConnection().getEndPoint();
    underWay.incrementAndGet();
    boolean late = draining;
    if (late) {
      left();
    }
    Exchange exchange =
        new Exchange(this, client, request, response, callback, late ? () -> {} : this::left);
    Optional<Refusal> refusal = late ? Optional.of(Refusal.STOPPING) : refusal(request);
    Shares.Verdict room = client.roomForHead();
    if (refusal.isEmpty() && room != Shares.Verdict.GRANTED) {
      refusal = Optional.of(Refusal.of(room));
    }
    refusal.ifPresentOrElse(exchange::refuse, exchange::begin);
    return true;
  }

  private void left() {
    if (underWay.decrementAndGet() == 0 && draining) {
      drained.complete(null);
    }
  }

  private Optional<Refusal> refusal(Request request) {
    if (!IncomingRequest.isServed(request.getMethod())) {
      return Optional.of(Refusal.UNKNOWN_VERB);
    }
    for (HttpField coding : request.getHeaders().getFields(HttpHeader.TRANSFER_ENCODING)) {
      if (!coding.getValueList().stream().allMatch("chunked"::equalsIgnoreCase)) {
        return Optional.of(Refusal.UNKNOWN_CODING);
      }
    }
    if (!Utf8.isWhole(IncomingRequest.url(request))) {
      return Optional.of(Refusal.BAD_TARGET);
    }
    return request.getLength() > settings.maxBodySize()
        ? Optional.of(Refusal.BODY_TOO_LARGE)
        : Optional.empty();
  }
}
