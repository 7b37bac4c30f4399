package parigot.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import parigot.actors.Application;
import parigot.actors.Parigot;

/** The configuration of an application of the benchmarks' own guests, and its start. */
final class GuestApplication {
  private final List<String> settings = new ArrayList<>();
  private final List<String> guests = new ArrayList<>();

  GuestApplication() {
    set("parigot.cache-dir = " + quoted(Workplace.cache().toString()));
    // Until HotSpot has compiled them, guests of a busy machine take longer than the default.
    set("parigot.guest-defaults.method-warn = 1 s");
    set("parigot.inspect = off");
  }

  /** One more setting, as a line of HOCON. */
  GuestApplication set(String line) {
    settings.add(line);
    return this;
  }

  /** One more guest, of a module that is kept among this module's resources. */
  GuestApplication guest(String name, String module, String... args) {
    guests.add(
        "%s { wasm = %s, args = [%s] }"
            .formatted(
                name,
                quoted(Workplace.guest(module).toString()),
                Arrays.stream(args)
                    .map(GuestApplication::quoted)
                    .collect(Collectors.joining(", "))));
    return this;
  }

  Config config() {
    // In one block: to merge as many blocks as there are guests takes longer than to launch them.
    return ConfigFactory.parseString(
        "parigot.guests {\n%s\n}\n%s"
            .formatted(String.join("\n", guests), String.join("\n", settings)));
  }

  /** Starts an application and waits until all its guests have launched. */
  static Application launch(Config config) {
    Application application = Parigot.start(config);
    application.launched().toCompletableFuture().join();
    return application;
  }

  static String quoted(String text) {
    return ConfigUtil.quoteString(text);
  }
}
