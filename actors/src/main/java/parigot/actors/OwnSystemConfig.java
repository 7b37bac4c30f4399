package parigot.actors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import parigot.runtime.machine.Time;

/**
 * The configuration of Parigot's own actor system: what it needs differently from Akka's defaults,
 * and nothing of Akka's for several machines. Each artifact of Akka adds to every actor system of a
 * JVM what it needs itself, and Akka loads that at the start: an application without movable guests
 * would pay for a cluster that it does not form.
 */
final class OwnSystemConfig {
  private static final List<String> FOR_OTHER_SYSTEMS =
      List.of("akka.cluster.", "akka.persistence.", "akka.remote.", "akka.stream.");

  private static final String SERIALIZERS = "akka.actor.serializers";
  private static final String BINDINGS = "akka.actor.serialization-bindings";
  private static final String EXTENSIONS = "akka.library-extensions";

  /** Where time waits for all that runs, this is true of Akka's own actors too. */
  private static final Config ALL_COUNTED =
      ConfigFactory.parseMap(
          Map.of("akka.actor.default-dispatcher.executor", CompensatingPool.class.getName()));

  private static final String UNBOUND = "none";

  private OwnSystemConfig() {}

  /**
   * @param config of the application, over Akka's defaults
   * @param time of the application
   */
  static Config of(Config config, Time time) {
    Config own = config.getConfig("parigot.actor-system").atPath("akka").withFallback(config);
    Config local = local(own);
    return time.passesByItself() ? local : ALL_COUNTED.withFallback(local);
  }

  private static Config local(Config config) {
    Map<String, Object> serializers = config.getObject(SERIALIZERS).unwrapped();
    Set<String> others =
        serializers.entrySet().stream()
            .filter(each -> isForOtherSystems(each.getValue().toString()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    Map<String, Object> own = new HashMap<>(serializers);
    own.replaceAll((name, type) -> others.contains(name) ? NoSerializer.class.getName() : type);
    Map<String, Object> bindings = new HashMap<>(config.getObject(BINDINGS).unwrapped());
    bindings.replaceAll((type, name) -> others.contains(name.toString()) ? UNBOUND : name);
    List<String> extensions =
        config.getStringList(EXTENSIONS).stream().filter(name -> !isForOtherSystems(name)).toList();
    return config
        .withValue(SERIALIZERS, ConfigValueFactory.fromMap(own))
        .withValue(BINDINGS, ConfigValueFactory.fromMap(bindings))
        .withValue(EXTENSIONS, ConfigValueFactory.fromIterable(extensions));
  }

  private static boolean isForOtherSystems(String className) {
    return FOR_OTHER_SYSTEMS.stream().anyMatch(className::startsWith);
  }
}
