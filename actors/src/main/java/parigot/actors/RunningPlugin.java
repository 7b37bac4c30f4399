package parigot.actors;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import parigot.kernel.Id;
import parigot.plugin.Plugin;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.wasm.HostFunction;
import parigot.wasm.HostModule;

/** A plugin that has been started, with its threads, its time-out and its counters. */
final class RunningPlugin {
  private final Plugin plugin;
  private final List<PluginService> services;
  private final Duration timeout;
  private final PluginPool pool;
  private final PluginStats stats = new PluginStats();
  private final Alarm alarm;
  private final Duration grace;
  private final AtomicLong callNumbers;

  RunningPlugin(
      Plugin plugin,
      List<PluginService> services,
      Duration timeout,
      PluginDispatcher dispatcher,
      Alarm alarm,
      AtomicLong callNumbers) {
    this.plugin = plugin;
    this.services = services;
    this.timeout = timeout;
    this.pool = new PluginPool(plugin.name(), dispatcher);
    this.alarm = alarm;
    this.grace = dispatcher.writeOffAfter();
    this.callNumbers = callNumbers;
  }

  /** The host modules of its services, as one guest imports them. */
  List<HostModule> modulesFor(String guest, Id host, int room) {
    Map<String, Map<String, HostFunction>> modules = new HashMap<>();
    for (PluginService service : services) {
      String fullName = service.packagePath() + "." + service.name();
      for (PluginMethod<?, ?> method : service.methods()) {
        modules
            .computeIfAbsent(service.module(), name -> new HashMap<>())
            .put(
                method.importName(),
                new PluginFunction<>(this, fullName, method, guest, host, room));
      }
    }
    return modules.entrySet().stream()
        .map(
            module ->
                new HostModule(module.getKey(), HostModule.Errors.OF_A_SERVICE, module.getValue()))
        .toList();
  }

  boolean offers(String module) {
    return services.stream().anyMatch(service -> service.module().equals(module));
  }

  PluginPool pool() {
    return pool;
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
    alarm.after(grace.toNanos(), action);
  }

  PluginView view() {
    return stats.view(plugin.name(), pool.writtenOff());
  }

  void close() {
    pool.close();
    plugin.close();
  }
}
