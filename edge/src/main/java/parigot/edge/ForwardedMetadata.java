package parigot.edge;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import parigot.plugin.CallOptions;
import parigot.plugin.OutsideClient;
import parigot.plugin.TraceParent;

/** What a gRPC call says beside its request, as the called guest may know it. */
final class ForwardedMetadata {
  private static final Metadata.Key<String> PARENT =
      Metadata.Key.of(TraceParent.HEADER, Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> STATE =
      Metadata.Key.of(TraceParent.STATE_HEADER, Metadata.ASCII_STRING_MARSHALLER);

  private final List<Metadata.Key<String>> keys;

  /**
   * @param names of the headers that are handed on
   */
  ForwardedMetadata(List<String> names) {
    keys =
        names.stream()
            .map(name -> Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))
            .toList();
  }

  /** Without the deadline, which is there when the request is. */
  CallOptions options(ServerCall<?, ?> call, Metadata headers) {
    Map<String, String> forwarded = new LinkedHashMap<>();
    for (Metadata.Key<String> key : keys) {
      Iterable<String> values = headers.getAll(key);
      if (values != null) {
        forwarded.put(key.name(), String.join(", ", values));
      }
    }
    return new CallOptions(
        Optional.empty(),
        false,
        forwarded,
        Optional.of(client(call.getAttributes())),
        trace(headers));
  }

  private static Optional<TraceParent> trace(Metadata headers) {
    Iterable<String> states = headers.getAll(STATE);
    return Optional.ofNullable(headers.get(PARENT))
        .map(parent -> new TraceParent(parent, states == null ? "" : String.join(",", states)));
  }

  private static OutsideClient client(Attributes connection) {
    SSLSession tls = connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    return new OutsideClient(
        address(connection.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)),
        Optional.ofNullable(tls).flatMap(ClientCertificate::name));
  }

  private static String address(SocketAddress remote) {
    if (remote instanceof InetSocketAddress inet && inet.getAddress() != null) {
      return inet.getAddress().getHostAddress();
    }
    return remote == null ? "" : remote.toString();
  }

  /** How long the client waits from now on: none when it no longer does; empty when it waits. */
  static Optional<Duration> remaining() {
    return Optional.ofNullable(Context.current().getDeadline()).map(ForwardedMetadata::remaining);
  }

  private static Duration remaining(Deadline deadline) {
    return Duration.ofNanos(Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS)));
  }
}
