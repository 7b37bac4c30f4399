package parigot.edge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parigot.kernel.NamePatterns;

/**
 * What stands at {@code parigot.edge}, checked. Each setting is described where its default stands,
 * in this module's {@code reference.conf}.
 *
 * @param services which services are open
 * @param grpc where gRPC opens, if it does
 * @param http where HTTP opens, if it does
 */
record EdgeSettings(
    NamePatterns services,
    Optional<Grpc> grpc,
    Optional<Http> http,
    Limits limits,
    List<String> forwarded,
    Optional<Tls> tls) {

  /** gRPC's own. */
  record Grpc(
      String host,
      int port,
      boolean reflection,
      boolean health,
      Duration keepAliveTime,
      Duration keepAliveTimeout,
      Duration keepAliveLeast) {}

  /**
   * HTTP's own.
   *
   * @param cors the origins of pages that may call
   */
  record Http(String host, int port, List<String> cors) {}

  /**
   * What clients may take.
   *
   * @param inFlight calls at guests
   * @param message bytes of one request
   * @param memory bytes of all requests
   * @param callsPerConnection open at once on one
   * @param headerSize bytes of one request's headers
   * @param handshake until a connection's first request can come
   * @param body until a request is there
   * @param answer until a client has taken its answer
   * @param idle of a connection without a call
   */
  record Limits(
      int inFlight,
      int message,
      long memory,
      int connections,
      int callsPerConnection,
      int headerSize,
      Duration handshake,
      Duration body,
      Duration answer,
      Duration idle) {}

  /** Files in PEM. */
  record Tls(Path certificate, Path key, Optional<Path> clientAuthority) {}

  /** Whether anything is to be opened. */
  boolean opens() {
    return grpc.isPresent() || http.isPresent();
  }
}
