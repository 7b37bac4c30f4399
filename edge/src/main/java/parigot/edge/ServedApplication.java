package parigot.edge;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.actors.Application;
import parigot.kernel.ServiceName;
import parigot.kernel.ServiceView;
import parigot.runtime.descriptors.DescribedService;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.machine.Time;

/**
 * An application as clients see it, whatever server they come to: the open services, how they are,
 * and the calls to them. From any thread.
 */
final class ServedApplication {
  private static final Logger LOG = LoggerFactory.getLogger(ServedApplication.class);

  private final Application application;
  private final Map<String, ServiceDescriptors> atFirst;
  private final Health health = new Health();
  private final OpenRequests requests;
  private final OpenServices services;
  private final OutsideCalls calls;
  private volatile boolean hasGuests;

  /**
   * @param atFirst what describes the guests' services, before the application has launched
   */
  ServedApplication(
      EdgeSettings settings,
      Map<String, ServiceDescriptors> atFirst,
      Application application,
      Time time) {
    this.application = application;
    this.atFirst = atFirst;
    this.requests = new OpenRequests(time, settings.limits().body(), settings.limits().answer());
    this.calls = new OutsideCalls(application, settings.limits());
    RunningServices running = new RunningServices(application, this::isRunning);
    this.services =
        new OpenServices(
            settings.services(),
            this::described,
            this::exporters,
            service -> {
              health.add(service.fullName());
              running.follow(service);
            });
  }

  /** Looks at what there is, and follows it from now on. */
  void begin() {
    services.begin();
    CompletionStage<?> unusedLaunch = application.launched().thenRun(this::launched);
  }

  OpenServices services() {
    return services;
  }

  OutsideCalls calls() {
    return calls;
  }

  OpenRequests requests() {
    return requests;
  }

  Health health() {
    return health;
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
        .map(ServedApplication::guest)
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

  /** Takes no more requests; completes when those that were taken have been answered. */
  CompletionStage<Void> drain() {
    health.isStopping();
    return requests.drain();
  }
}
