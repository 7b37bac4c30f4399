package parigot.edge;

import io.grpc.Status.Code;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.FullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpContent;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderValues;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpObject;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpUtil;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import io.grpc.netty.shaded.io.netty.handler.codec.http.LastHttpContent;
import io.grpc.netty.shaded.io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.grpc.netty.shaded.io.netty.handler.codec.http.TooLongHttpLineException;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one HTTP/1.1 connection, one after the other. Everything but {@link #reply} runs
 * on the connection's own thread. While an answer is awaited it is read on, so that it is seen when
 * the client goes; what comes then is kept, and no more is read.
 */
final class HttpExchanges extends ChannelInboundHandlerAdapter implements HttpCall.Client {
  private static final Logger LOG = LoggerFactory.getLogger(HttpExchanges.class);

  /** What is told the connections, and asked what to do. */
  interface Server {
    /** The time, in nanoseconds from some origin. */
    long now();

    HttpRoutes routes();

    HttpCall call(HttpRoutes.Route.Call route, HttpCall.Client client);

    void opened(HttpExchanges connection);

    void closed(HttpExchanges connection);

    /** Whether the connection is to end with its next answer. */
    boolean isStopping();
  }

  private final Server server;
  private final Deque<HttpObject> kept = new ArrayDeque<>();
  private Optional<ChannelHandlerContext> context = Optional.empty();
  private Optional<HttpCall> call = Optional.empty();
  private Map<String, String> headers = Map.of();
  private boolean isHead;
  private boolean keepsAlive = true;

  /** A request has begun, and its answer has not been written. */
  private boolean isBusy;

  /** The end of the request's body has not come yet. Without a call the rest is dropped. */
  private boolean isInBody;

  private volatile long quietSince;
  private volatile boolean isQuiet = true;
  private volatile boolean hasServed;

  /** The last answer has been written, and the client may still send what was refused. */
  private volatile boolean isLingering;

  HttpExchanges(Server server) {
    this.server = server;
    this.quietSince = server.now();
  }

  /** How long it has had no request; negative while it has one. */
  long quietNanos(long now) {
    return isQuiet ? now - quietSince : -1;
  }

  /** Whether there has been a request. */
  boolean hasServed() {
    return hasServed;
  }

  /** Whether it is only there for its client to read the last answer. */
  boolean isLingering() {
    return isLingering;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = Optional.of(ctx);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    server.opened(this);
    ctx.read();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    server.closed(this);
    call.ifPresent(HttpCall::gone);
    call = Optional.empty();
    kept.forEach(ReferenceCountUtil::release);
    kept.clear();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    kept.add((HttpObject) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    goOn(ctx);
  }

  /** Takes what has been read, up to the next request while one waits for its answer. */
  private void goOn(ChannelHandlerContext ctx) {
    while (!kept.isEmpty() && !(isBusy && kept.peek() instanceof HttpRequest)) {
      HttpObject next = kept.poll();
      try {
        take(ctx, next);
      } finally {
        ReferenceCountUtil.release(next);
      }
    }
    if (kept.isEmpty()) {
      ctx.read();
    }
  }

  private void take(ChannelHandlerContext ctx, HttpObject next) {
    if (next.decoderResult().isFailure()) {
      unreadable(next.decoderResult().cause());
      return;
    }
    if (next instanceof HttpRequest request) {
      begin(ctx, request);
    }
    if (next instanceof HttpContent content && call.isPresent()) {
      byte[] bytes = new byte[content.content().readableBytes()];
      content.content().readBytes(bytes);
      if (bytes.length > 0) {
        call.get().body(bytes);
      }
    }
    if (next instanceof LastHttpContent) {
      isInBody = false;
      call.ifPresent(HttpCall::end);
      if (isLingering) {
        close();
      }
    }
  }

  /** What has come is no HTTP. */
  private void unreadable(Throwable cause) {
    if (isBusy || !keepsAlive) {
      close();
      return;
    }
    keepsAlive = false;
    isBusy = true;
    isQuiet = false;
    LOG.debug("A request of {} cannot be read", address(), cause);
    boolean isTooLong =
        cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException;
    write(
        isTooLong
            ? ConnectErrors.reply(
                HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.code(),
                Failure.of(
                    Code.RESOURCE_EXHAUSTED,
                    "The headers are larger than they may be (parigot.edge.max-header-size)."))
            : ConnectErrors.reply(
                HttpResponseStatus.BAD_REQUEST.code(),
                Failure.of(Code.INVALID_ARGUMENT, "The request is no HTTP/1.1.")));
  }

  private String address() {
    return String.valueOf(context.orElseThrow().channel().remoteAddress());
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest request) {
    isBusy = true;
    isQuiet = false;
    isInBody = true;
    hasServed = true;
    isHead = request.method().name().equals("HEAD");
    keepsAlive =
        request.protocolVersion().equals(HttpVersion.HTTP_1_1) && HttpUtil.isKeepAlive(request);
    HttpHead head = new NettyHead(request, ctx.channel());
    headers = server.routes().headers(head);
    HttpRoutes.Route route = server.routes().of(head);
    if (route instanceof HttpRoutes.Route.Answered answered) {
      write(answered.reply());
      return;
    }
    HttpCall begun = server.call((HttpRoutes.Route.Call) route, this);
    call = Optional.of(begun);
    begun.begin(HttpUtil.getContentLength(request, 0L));
    if (call.isPresent() && HttpUtil.is100ContinueExpected(request)) {
      Future<?> unused =
          ctx.writeAndFlush(
              new DefaultFullHttpResponse(
                  HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
  }

  /** From any thread. */
  @Override
  public void reply(Reply reply) {
    ChannelHandlerContext ctx = context.orElseThrow();
    if (ctx.executor().inEventLoop()) {
      write(reply);
    } else {
      ctx.executor().execute(() -> write(reply));
    }
  }

  private void write(Reply reply) {
    ChannelHandlerContext ctx = context.orElseThrow();
    // A body that is refused before its end may have any length. One that is empty ends at once.
    boolean isRefused = isInBody && !endsNow();
    boolean isLast = !keepsAlive || isRefused || server.isStopping();
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.status()),
            isHead
                ? Unpooled.EMPTY_BUFFER
                : Unpooled.wrappedBuffer(reply.body().asReadOnlyByteBuffer()));
    reply.headers().forEach(response.headers()::set);
    headers.forEach(response.headers()::set);
    if (!reply.contentType().isEmpty()) {
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, reply.contentType());
    }
    if (reply.status() != HttpResponseStatus.NO_CONTENT.code()) {
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, reply.body().size());
    }
    if (isLast) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    Optional<HttpCall> answered = call;
    call = Optional.empty();
    Future<?> unused =
        ctx.writeAndFlush(response)
            .addListener(
                written -> {
                  answered.ifPresent(HttpCall::over);
                  written(ctx, isLast);
                });
  }

  /** Whether the end of the body is what comes next. */
  private boolean endsNow() {
    return kept.peek() instanceof LastHttpContent;
  }

  private void written(ChannelHandlerContext ctx, boolean wasLast) {
    quietSince = server.now();
    isQuiet = true;
    if (wasLast && !isInBody) {
      close();
      return;
    }
    // A client that sends first and reads afterwards gets to read, if it is quick.
    isLingering = wasLast;
    isBusy = wasLast;
    goOn(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("The connection of {} is closed", ctx.channel().remoteAddress(), cause);
    close();
  }

  @Override
  public void cut() {
    close();
  }

  /** At once, whatever would still be said. From any thread. */
  void close() {
    context
        .map(ChannelHandlerContext::channel)
        .ifPresent(
            channel -> {
              Future<?> unused =
                  first(channel).map(ChannelHandlerContext::close).orElseGet(channel::close);
            });
  }

  private static Optional<ChannelHandlerContext> first(Channel channel) {
    return Optional.ofNullable(channel.pipeline().firstContext());
  }
}
