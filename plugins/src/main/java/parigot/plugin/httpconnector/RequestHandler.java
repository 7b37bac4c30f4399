package parigot.plugin.httpconnector;

import com.google.protobuf.ByteString;
import httpconnector.v1.host.HandleRequest;
import httpconnector.v1.host.HandleResponse;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parigot.plugin.GuestCallException;
import parigot.plugin.GuestLog;
import parigot.plugin.GuestServices;

/**
 * Makes a call of each request, and a response of what comes of it. No thread waits for a body, a
 * guest or a client, so as many requests are under way as the settings allow.
 */
final class RequestHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);
  private static final int FIRST_SERVER_ERROR = 500;

  /** How much more than the largest body is read, and forgotten, once it has been refused. */
  private static final int DRAINED = 8;

  private final HttpConnectorSettings settings;
  private final GuestServices guests;
  private final Clock clock;
  private final AtomicInteger underWay = new AtomicInteger();

  RequestHandler(HttpConnectorSettings settings, GuestServices guests, Clock clock) {
    this.settings = settings;
    this.guests = guests;
    this.clock = clock;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    Request.addCompletionListener(request, failure -> underWay.decrementAndGet());
    if (underWay.incrementAndGet() > settings.maxRequests()) {
      exchange.refuse(Refusal.BUSY);
    } else if (!IncomingRequest.isServed(request.getMethod())) {
      exchange.refuse(Refusal.UNKNOWN_VERB);
    } else if (request.getLength() > settings.maxBodySize()) {
      exchange.refuse(Refusal.BODY_TOO_LARGE);
    } else {
      exchange.begin();
    }
    return true;
  }

  /** One request and its response. */
  private final class Exchange implements BodyReader.Reader {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final AtomicBoolean reading = new AtomicBoolean(true);

    Exchange(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    void begin() {
      // A guest may take as long as its call may; only a client is timed here.
      request.addIdleTimeoutListener(timeout -> reading.get());
      new BodyReader(request, settings.maxBodySize(), this).run();
    }

    @Override
    public void whole(ByteString body) {
      reading.set(false);
      HandleRequest handle = IncomingRequest.of(request, body);
      CompletionStage<HandleResponse> answer;
      try {
        answer =
            guests.call(
                HttpConnectorServer.PACKAGE,
                HttpConnectorServer.SERVICE,
                "Handle",
                handle,
                HandleResponse.class);
      } catch (RuntimeException e) {
        fail(e, handle, body);
        return;
      }
      answer.whenComplete(
          (result, failure) -> {
            if (failure != null) {
              fail(failure, handle, body);
            } else {
              respond(result);
            }
          });
    }

    @Override
    public void tooLarge() {
      refuse(Refusal.BODY_TOO_LARGE);
    }

    @Override
    public void failed(Throwable failure) {
      if (failure instanceof TimeoutException) {
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        OutgoingResponse.write(Refusal.TOO_SLOW, response, clock, callback);
      } else if (failure instanceof HttpException badMessage) {
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        Response.writeError(request, response, callback, badMessage.getCode());
      } else {
        callback.failed(failure);
      }
    }

    private void respond(HandleResponse answer) {
      if (OutgoingResponse.isSound(answer)) {
        OutgoingResponse.write(answer, request, response, clock, callback);
      } else {
        report(Refusal.BROKEN_RESULT, "a status or a header that HTTP does not have");
        OutgoingResponse.write(Refusal.BROKEN_RESULT, response, clock, callback);
      }
    }

    private void fail(Throwable failure, HandleRequest sent, ByteString body) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      Refusal refusal = Refusal.FAILURE;
      if (cause instanceof GuestCallException call) {
        refusal = Refusal.of(call, sent, body);
        report(refusal, cause.getMessage());
      } else {
        LOG.error("A request could not be made a call", cause);
      }
      OutgoingResponse.write(refusal, response, clock, callback);
    }

    /** Answers at once, and then reads what the client may still be sending. */
    void refuse(Refusal refusal) {
      boolean waits =
          request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
      OutgoingResponse.write(
          refusal,
          response,
          clock,
          waits
              ? callback
              : Callback.from(
                  () ->
                      BodyReader.drain(
                          request, (long) DRAINED * settings.maxBodySize(), callback::succeeded),
                  callback::failed));
    }

    private void report(Refusal refusal, String reason) {
      LOG.atLevel(refusal.status() >= FIRST_SERVER_ERROR ? Level.WARN : Level.DEBUG)
          .log(
              "{} {} was answered {}: {}",
              request.getMethod(),
              GuestLog.printable(request.getHttpURI().asString()),
              refusal.status(),
              reason);
    }
  }
}
