package parigot.edge;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.actors.Application;
import parigot.kernel.ServiceName;
import parigot.kernel.ServiceView;
import parigot.plugin.LimitedLog;
import parigot.runtime.descriptors.DescribedService;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.loading.LoadedApplication;

/** The edge of one application, while it is open. */
final class Edge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
  private static final int THREADS =
      Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
  private static final long LOOK_MILLIS = 100;
  private static final long FILES_SECONDS = 1;
  private static final long LAST_WORDS_MILLIS = 500;

  private final Application application;
  private final Map<String, ServiceDescriptors> atFirst;
  private final Health health = new Health();
  private final OpenRequests requests;
  private final EventLoopGroup loops;
  private final OpenServices services;
  private final LimitedLog log;
  private Optional<EdgeTls> tls = Optional.empty();
  private Optional<GrpcPort> grpc = Optional.empty();
  private Optional<HttpPort> http = Optional.empty();
  private volatile boolean hasGuests;

  /**
   * Opens.
   *
   * @throws parigot.runtime.StartException when it cannot; nothing is left open then
   */
  Edge(EdgeSettings settings, LoadedApplication loaded, Application application) {
    this.application = application;
    this.atFirst = loaded.descriptors();
    this.log = new LimitedLog(LOG, Clock.systemUTC());
    this.requests = new OpenRequests(settings.limits().body(), settings.limits().answer());
    Presence presence = new Presence(application, this::isRunning);
    services =
        new OpenServices(
            settings.services(),
            this::described,
            this::exporters,
            service -> {
              health.add(service.fullName());
              presence.follow(service);
            });
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
      services.begin();
      open(settings);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    CompletionStage<?> unusedLaunch = application.launched().thenRun(this::launched);
  }

  private void open(EdgeSettings settings) {
    tls = settings.tls().map(EdgeTls::new);
    Connections connections = new Connections(settings.limits().connections(), log);
    OutsideCalls calls = new OutsideCalls(application, settings.limits());
    if (settings.grpc().isPresent()) {
      grpc =
          Optional.of(
              GrpcPort.open(
                  settings,
                  new GrpcMethods(
                      services, calls, requests, settings.forwarded(), connections::cut),
                  connections,
                  OwnServices.of(settings.grpc().get(), health, services),
                  tls,
                  loops));
    }
    if (settings.http().isPresent()) {
      Cors cors = new Cors(settings.http().get().cors(), settings.forwarded());
      http =
          Optional.of(
              new HttpPort(
                  settings,
                  new HttpRoutes(services, health::of, settings.forwarded(), cors),
                  calls,
                  requests,
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
    requests.look();
    http.ifPresent(HttpPort::look);
  }

  private Map<String, ServiceDescriptors> described() {
    Map<String, ServiceDescriptors> all = new TreeMap<>(atFirst);
    if (hasGuests) {
      // Those that were replaced are described by their new modules.
      all.putAll(application.descriptors());
    }
    return all;
  }

  private Set<String> exporters(ServiceName name) {
    if (!hasGuests) {
      return Set.of();
    }
    return application.services().stream()
        .filter(service -> service.started() && service.names().contains(name))
        .map(Edge::guest)
        .collect(Collectors.toSet());
  }

  /** Without the number of its instance. */
  private static String guest(ServiceView service) {
    int dot = service.guest().indexOf('.');
    return dot < 0 ? service.guest() : service.guest().substring(0, dot);
  }

  private void isRunning(DescribedService service, boolean runs) {
    hasGuests = true;
    services.outdated();
    health.isRunning(service.fullName(), runs);
  }

  private void launched() {
    hasGuests = true;
    services.outdated();
    health.hasLaunched();
    Set<ServiceName> known =
        services.all().stream().map(DescribedService::name).collect(Collectors.toSet());
    for (ServiceView service : application.services()) {
      for (ServiceName name : service.names()) {
        if (services.isOpen(name) && !known.contains(name)) {
          LOG.warn(
              "{} is open, and clients cannot call it, for nothing describes it: build the guest {}"
                  + " with parigot-maven-plugin, or let parigot.guests.{}.descriptors name what"
                  + " protoc --include_imports --descriptor_set_out writes.",
              name,
              guest(service),
              guest(service));
        }
      }
    }
  }

  /** As {@link parigot.actors.Front#drain}. */
  CompletionStage<Void> drain() {
    health.isStopping();
    http.ifPresent(HttpPort::shutdown);
    CompletionStage<Void> drained = requests.drain();
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
