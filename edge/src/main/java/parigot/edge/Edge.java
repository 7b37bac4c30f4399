package parigot.edge;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.actors.Application;
import parigot.plugin.LimitedLog;
import parigot.runtime.loading.LoadedApplication;

/** The ports of the edge of one application, while they are open. */
final class Edge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
  private static final int THREADS =
      Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
  private static final long LOOK_MILLIS = 100;
  private static final long FILES_SECONDS = 1;
  private static final long LAST_WORDS_MILLIS = 500;

  private final ServedApplication served;
  private final EventLoopGroup loops;
  private final LimitedLog log;
  private Optional<GrpcPort> grpc = Optional.empty();
  private Optional<HttpPort> http = Optional.empty();

  /**
   * Opens.
   *
   * @throws parigot.runtime.StartException when it cannot; nothing is left open then
   */
  Edge(EdgeSettings settings, LoadedApplication loaded, Application application) {
    served = new ServedApplication(settings, loaded.descriptors(), application, loaded.time());
    log = new LimitedLog(LOG, loaded.time().clock());
    AtomicInteger numbers = new AtomicInteger();
    loops =
        new MultiThreadIoEventLoopGroup(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "parigot-edge-" + numbers.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            NioIoHandler.newFactory());
    try {
      served.begin();
      open(settings);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void open(EdgeSettings settings) {
    Optional<EdgeTls> tls = settings.tls().map(EdgeTls::new);
    Connections connections = new Connections(settings.limits().connections(), log);
    if (settings.grpc().isPresent()) {
      grpc =
          Optional.of(
              GrpcPort.open(
                  settings,
                  new GrpcMethods(served, settings.forwarded(), connections::cut),
                  connections,
                  OwnServices.of(settings.grpc().get(), served),
                  tls,
                  loops));
    }
    if (settings.http().isPresent()) {
      Cors cors = new Cors(settings.http().get().cors(), settings.forwarded());
      http =
          Optional.of(
              new HttpPort(
                  settings,
                  served,
                  new HttpRoutes(served, settings.forwarded(), cors),
                  connections,
                  tls,
                  loops));
    }
    Future<?> unused =
        loops.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    tls.ifPresent(
        it -> {
          Future<?> unusedLooks =
              loops.scheduleWithFixedDelay(
                  it::look, FILES_SECONDS, FILES_SECONDS, TimeUnit.SECONDS);
        });
  }

  private void look() {
    served.requests().look();
    http.ifPresent(HttpPort::look);
  }

  /** As {@link parigot.actors.Front#addresses}. */
  List<String> addresses() {
    return Stream.concat(grpc.map(GrpcPort::address).stream(), http.map(HttpPort::address).stream())
        .toList();
  }

  /** As {@link parigot.actors.Front#drain}. */
  CompletionStage<Void> drain() {
    http.ifPresent(HttpPort::shutdown);
    CompletionStage<Void> drained = served.drain();
    grpc.ifPresent(GrpcPort::shutdown);
    return drained;
  }

  /** Cuts what is left, and ends its threads. */
  @Override
  public void close() {
    grpc.ifPresent(GrpcPort::close);
    http.ifPresent(HttpPort::close);
    log.tellLeftOut();
    Future<?> unused = loops.shutdownGracefully(0, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    try {
      if (!loops.terminationFuture().await(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.debug("Threads of the edge are still ending");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
