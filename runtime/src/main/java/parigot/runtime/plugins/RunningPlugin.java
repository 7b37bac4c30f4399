package parigot.runtime.plugins;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.kernel.CallSpan;
import parigot.kernel.Id;
import parigot.kernel.TraceContext;
import parigot.plugin.Caller;
import parigot.plugin.GuestLog;
import parigot.plugin.LimitedLog;
import parigot.plugin.Plugin;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.plugin.ServiceError;
import parigot.runtime.LastPluginFailure;
import parigot.runtime.machine.Time;
import parigot.runtime.settings.PluginDispatcher;
import parigot.wasm.HostFunction;
import parigot.wasm.HostModule;

/** A plugin that has been started, with its threads, its time-out and its counters. */
final class RunningPlugin {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.plugin");

  /** Why it has failed, if it has. */
  private static final PluginCall.Cases<Optional<Throwable>> CAUSE =
      new PluginCall.Cases<>() {
        @Override
        public Optional<Throwable> response(Message message) {
          return Optional.empty();
        }

        @Override
        public Optional<Throwable> failure(ServiceError error) {
          return Optional.of(error);
        }

        @Override
        public Optional<Throwable> thrown(Throwable cause) {
          return Optional.of(cause);
        }
      };

  private final Plugin plugin;
  private final List<PluginService> services;
  private final Duration timeout;
  private final PluginPool pool;
  private final PluginStats stats = new PluginStats();
  private final LimitedLog log;
  private final PluginThreads threads;
  private final Duration grace;
  private final AtomicLong callNumbers;
  private volatile Optional<Consumer<CallSpan>> spans = Optional.empty();

  RunningPlugin(
      Plugin plugin,
      List<PluginService> services,
      Duration timeout,
      PluginDispatcher dispatcher,
      PluginThreads threads,
      Time time,
      AtomicLong callNumbers) {
    this.plugin = plugin;
    this.services = services;
    this.timeout = timeout;
    this.pool = new PluginPool(plugin.name(), dispatcher, threads, time);
    this.threads = threads;
    this.log = new LimitedLog(LOG, time.clock());
    this.grace = dispatcher.writeOffAfter();
    this.callNumbers = callNumbers;
  }

  /** The host modules of its services, as one guest imports them. */
  List<HostModule> modulesFor(
      String guest, Id host, int room, LastPluginFailure failure, Supplier<TraceContext> trace) {
    Map<String, Map<String, HostFunction>> modules = new HashMap<>();
    for (PluginService service : services) {
      String fullName = service.packagePath() + "." + service.name();
      for (PluginMethod<?, ?> method : service.methods()) {
        modules
            .computeIfAbsent(service.module(), name -> new HashMap<>())
            .put(
                method.importName(),
                new PluginFunction<>(this, fullName, method, guest, host, room, failure, trace));
      }
    }
    return modules.entrySet().stream()
        .map(
            module ->
                new HostModule(module.getKey(), HostModule.Errors.OF_A_SERVICE, module.getValue()))
        .toList();
  }

  /** From now on tells of its calls that are part of a trace that is kept. */
  void keepTraces(Consumer<CallSpan> keeper) {
    spans = Optional.of(keeper);
  }

  /** Takes the calls that are over, if traces are kept. */
  Optional<Consumer<CallSpan>> spans() {
    return spans;
  }

  /** Adds the names of its functions, by module. */
  void putFunctions(Map<String, Set<String>> functions) {
    for (PluginService service : services) {
      Set<String> names = functions.computeIfAbsent(service.module(), module -> new TreeSet<>());
      service.methods().forEach(method -> names.add(method.importName()));
    }
  }

  List<String> addresses() {
    return plugin.addresses();
  }

  boolean offers(String module) {
    return services.stream().anyMatch(service -> service.module().equals(module));
  }

  String name() {
    return plugin.name();
  }

  PluginPool pool() {
    return pool;
  }

  /** For what guests can cause again and again. */
  LimitedLog log() {
    return log;
  }

  PluginStats stats() {
    return stats;
  }

  Duration timeout() {
    return timeout;
  }

  long nextCall() {
    return callNumbers.incrementAndGet();
  }

  /** Runs this when a thread that was interrupted has had its time to come back. */
  void afterGrace(Runnable action) {
    threads.after(grace.toNanos(), action);
  }

  /** Tells the plugin, on one of its threads, that this life of a guest is over. */
  void guestEnded(String guest, Id host) {
    PluginCall end =
        new PluginCall(
            self -> {
              threads.after(timeout.toNanos(), () -> giveUpEnd(self));
              plugin.guestEnded(guest, host.high(), host.low());
              return Empty.getDefaultInstance();
            },
            pool,
            late -> {});
    CompletableFuture<Void> unused = end.result().thenAccept(result -> logFailure(guest, result));
    try {
      pool.executeInAnyCase(end);
    } catch (RejectedExecutionException e) {
      GuestLog.about(
          guest,
          () ->
              LOG.debug(
                  "The plugin {} is closed and lets go of all that {} held", plugin.name(), guest));
    }
  }

  private void giveUpEnd(PluginCall end) {
    if (end.giveUp()) {
      afterGrace(() -> end.writeOffIfRunning("guestEnded"));
    }
  }

  private void logFailure(String guest, PluginCall.Result result) {
    result
        .giveTo(CAUSE)
        .ifPresent(
            cause ->
                GuestLog.about(
                    guest,
                    () -> {
                      LOG.warn(
                          "The plugin {} failed when it was told that {} has ended: {}.",
                          plugin.name(),
                          guest,
                          cause.toString());
                      LOG.debug("The plugin {} failed", plugin.name(), cause);
                    }));
  }

  /** Has the plugin undo what nobody was told of. */
  void undelivered(Caller caller, Message request, Message response) {
    try {
      plugin.undelivered(caller, request, response);
    } catch (Throwable e) {
      GuestLog.about(
          caller.guest(),
          () -> {
            LOG.warn(
                "The plugin {} failed to undo {}/{} of {}: {}.",
                plugin.name(),
                caller.service(),
                caller.method(),
                caller.guest(),
                e.toString());
            LOG.debug("The plugin {} failed", plugin.name(), e);
          });
    }
  }

  List<PluginCallStats> calls() {
    return stats.calls(plugin.name());
  }

  PluginView view() {
    return stats.view(plugin.name(), pool.writtenOff());
  }

  /**
   * Asks it to take no more work from outside; what it throws is as good as done. On a thread of
   * its own, as a plugin may do what it must not, and block.
   */
  CompletableFuture<Void> drain() {
    return CompletableFuture.supplyAsync(plugin::drain, task -> threads.once(plugin.name(), task))
        .thenCompose(stage -> stage)
        .handle(
            (done, failure) -> {
              if (failure != null) {
                LOG.warn("The plugin {} failed to come to an end", plugin.name(), failure);
              }
              return null;
            });
  }

  void close() {
    pool.close();
    plugin.close();
    log.tellLeftOut();
  }
}
