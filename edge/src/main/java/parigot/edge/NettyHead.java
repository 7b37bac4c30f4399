package parigot.edge;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.QueryStringDecoder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parigot.plugin.OutsideClient;

/** A request that has come to the edge's own server. */
final class NettyHead implements HttpHead {
  private final HttpRequest request;
  private final Channel channel;
  private final Optional<QueryStringDecoder> target;

  NettyHead(HttpRequest request, Channel channel) {
    this.request = request;
    this.channel = channel;
    this.target = target(request.uri());
  }

  private static Optional<QueryStringDecoder> target(String uri) {
    QueryStringDecoder target = new QueryStringDecoder(uri);
    try {
      // It decodes when it is asked for the first time.
      String unusedPath = target.path();
      Map<String, List<String>> unusedQuery = target.parameters();
      return Optional.of(target);
    } catch (IllegalArgumentException e) {
      // No text is written like that, so nothing is there.
      return Optional.empty();
    }
  }

  @Override
  public String verb() {
    return request.method().name();
  }

  @Override
  public String path() {
    return target.map(QueryStringDecoder::path).orElse(request.uri());
  }

  @Override
  public Optional<String> parameter(String name) {
    return target.map(it -> it.parameters().get(name)).map(values -> values.get(0));
  }

  @Override
  public Optional<String> header(String name) {
    List<String> values = request.headers().getAll(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
  }

  @Override
  public OutsideClient client() {
    Optional<String> certificate =
        Optional.ofNullable(channel.pipeline().get(SslHandler.class))
            .flatMap(tls -> ClientCertificate.name(tls.engine().getSession()));
    return new OutsideClient(
        channel.remoteAddress() instanceof InetSocketAddress inet
            ? inet.getAddress().getHostAddress()
            : "",
        certificate);
  }
}
