package parigot.simulation;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.ConfigFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.Placement;

/** An application of the runtime's scripted guests, to be simulated. */
final class Scripted {
  private final List<String> settings = new ArrayList<>();
  private String module = "reactor";

  Scripted(String... settings) {
    // The tests of the actors have compiled the same modules before.
    Path cache = Path.of("..", "actors", "target", "test-cache").toAbsolutePath();
    this.settings.add("parigot.cache-dir = \"%s\"".formatted(cache));
    this.settings.addAll(List.of(settings));
  }

  /** The guests after this are of this module. */
  Scripted as(String name) {
    module = name;
    return this;
  }

  private Scripted guest(String name, String kind, String... script) {
    settings.add(
        "parigot.guests.%s { kind = %s, wasm = \"%s\", args = [%s] }"
            .formatted(
                name,
                kind,
                module(),
                Arrays.stream(script).map(line -> '"' + line + '"').collect(joining(", "))));
    return this;
  }

  private Path module() {
    try {
      return Path.of(Scripted.class.getResource("/guests/" + module + ".wasm").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A server that exports {@code NAME.v1.NAME} and binds these methods ({@code Echo echo}). */
  Scripted service(String name, String... methods) {
    List<String> script = new ArrayList<>();
    script.add("register " + name);
    script.add("export %s.v1 %s".formatted(name, name));
    Arrays.stream(methods).map(method -> "bind " + method).forEach(script::add);
    script.add("launch");
    return guest(name, "server", script.toArray(String[]::new));
  }

  /** A main that requires {@code CALLEE.v1.CALLEE}, launches, locates it and goes on so. */
  Scripted client(String name, String callee, String... rest) {
    List<String> script = new ArrayList<>();
    script.add("register " + name);
    script.add("require %s.v1 %s".formatted(callee, callee));
    script.add("launch");
    script.add("locate %s.v1 %s".formatted(callee, callee));
    script.addAll(List.of(rest));
    return guest(name, "main", script.toArray(String[]::new));
  }

  /** A server that does this. */
  Scripted server(String name, String... script) {
    return guest(name, "server", script);
  }

  /** A main that does this. */
  Scripted main(String name, String... script) {
    return guest(name, "main", script);
  }

  Simulation load() {
    return Simulation.load(read());
  }

  /** Spread over nodes, as this placement says. */
  Simulation load(String placement) {
    return Simulation.load(read(), Placement.of(ConfigFactory.parseString(placement)));
  }

  private ApplicationSettings read() {
    return ApplicationSettings.of(
        ConfigFactory.load(ConfigFactory.parseString(String.join("\n", settings))));
  }
}
