package parigot.edge;

import com.typesafe.config.Config;
import io.grpc.BindableService;
import io.grpc.ServerBuilder;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import parigot.actors.Application;
import parigot.runtime.machine.Time;

/**
 * The services of a running application on servers that a program has already: one of grpc-java, a
 * Jetty, or both. From any thread.
 *
 * <pre>{@code
 * MountedEdge edge =
 *     MountedEdge.of(application, ConfigFactory.parseString("services = [\"greeting.v1.*\"]"));
 * Server grpc = edge.mountOn(ServerBuilder.forPort(9090)).build().start();
 * jetty.setHandler(edge.handler());
 * }</pre>
 *
 * <p>The order of calls at the end: {@link #drain}, then the end of the servers and of the
 * application, in either order, and {@link #close}.
 */
public final class MountedEdge implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;

  private final EdgeSettings settings;
  private final ServedApplication served;
  private final ScheduledExecutorService looks;

  private MountedEdge(EdgeSettings settings, Application application) {
    this.settings = settings;
    this.served =
        new ServedApplication(
            settings, application.descriptors(), application, Time.ofThisMachine());
    this.looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "parigot-edge-looks");
              thread.setDaemon(true);
              return thread;
            });
    served.begin();
    Future<?> unused =
        looks.scheduleWithFixedDelay(
            served.requests()::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * The services of an application whose modules are loaded.
   *
   * @param edge what would stand at {@code parigot.edge}, with its defaults, without what belongs
   *     to the servers: ports, nodes, TLS
   * @throws parigot.runtime.settings.SettingsException when it is wrong
   * @throws parigot.runtime.StartException when the application is not loaded yet
   */
  public static MountedEdge of(Application application, Config edge) {
    return new MountedEdge(EdgeSettingsReader.readMounted(edge), application);
  }

  /**
   * Adds the services, and unless the settings say otherwise reflection and health, to a server
   * that is not built yet. Services that it has itself go before them.
   *
   * @return the same builder
   */
  public <B extends ServerBuilder<B>> B mountOn(B builder) {
    EdgeSettings.Grpc grpc = settings.grpc().orElseThrow();
    for (BindableService own : OwnServices.of(grpc, served)) {
      builder.addService(own);
    }
    // Who does not take an answer is for the server to cut off.
    return builder
        .fallbackHandlerRegistry(new GrpcMethods(served, settings.forwarded(), client -> {}))
        .addStreamTracerFactory(IncomingBytes.FACTORY)
        .maxInboundMessageSize(settings.limits().message());
  }

  /**
   * A handler of Jetty's for the HTTP side. It takes the paths of the open services and {@code
   * /health}, below the context in which it stands, and leaves all others to the next handler.
   */
  public Handler handler() {
    EdgeSettings.Http http = settings.http().orElseThrow();
    return new EdgeHandler(
        served,
        new HttpRoutes(served, settings.forwarded(), new Cors(http.cors(), settings.forwarded())));
  }

  /** Refuses what comes from now on; completes when what has come has been answered. */
  public CompletionStage<Void> drain() {
    return served.drain();
  }

  /** Lets go of its thread. */
  @Override
  public void close() {
    looks.shutdownNow();
  }
}
