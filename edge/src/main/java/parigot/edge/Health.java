package parigot.edge;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How the open services are, for who asks. From any thread; nothing here blocks. */
final class Health {
  /** The application as a whole. */
  private static final String ALL = HealthStatusManager.SERVICE_NAME_ALL_SERVICES;

  private final HealthStatusManager grpc = new HealthStatusManager();
  private final Map<String, ServingStatus> statuses = new ConcurrentHashMap<>();

  Health() {
    set(ALL, ServingStatus.NOT_SERVING);
  }

  /** There is this service, and it does not run yet. */
  void add(String service) {
    set(service, ServingStatus.NOT_SERVING);
  }

  void isRunning(String service, boolean runs) {
    set(service, runs ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }

  /** The application has launched. */
  void hasLaunched() {
    set(ALL, ServingStatus.SERVING);
  }

  /** The application is stopping: nothing is served any more. */
  void isStopping() {
    grpc.enterTerminalState();
    statuses.replaceAll((service, status) -> ServingStatus.NOT_SERVING);
  }

  private void set(String service, ServingStatus status) {
    statuses.put(service, status);
    grpc.setStatus(service, status);
  }

  /** Of a service, or of the application for an empty name; empty where there is none. */
  Optional<ServingStatus> of(String service) {
    return Optional.ofNullable(statuses.get(service));
  }

  /** For gRPC clients. */
  BindableService service() {
    return grpc.getHealthService();
  }
}
