package parigot.actors;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The rows of the table of plugins that do what they must not. But for one, the other pair of
 * guests calls the same plugin for each of its calls.
 */
final class HostilePlugins {
  private static final Pattern CALLERS_SEE = Pattern.compile("SERVICE_ERROR: .*error 1");
  private static final String PLUGIN =
      "parigot.plugins.mischief.class = \"%s\"".formatted(MischiefPlugin.class.getName());

  private static final String BUILD = "mischief";

  /** It goes on after its time, so the others are watched for longer. */
  private static final String TO_ITS_END = "parigot.plugins.mischief.timeout = 2 s";

  /** More than a plugin has threads. */
  private static final int MANY = 12;

  private HostilePlugins() {}

  static List<HostileGuest> all() {
    return List.of(
        one("blocks for ever", "block_"),
        one("computes for ever", "spin_"),
        one("is slow by 1 s", "wait_"),
        one("throws", "throw_"),
        one("recurses for ever", "recurse_"),
        one("asks for more memory than there is", "allocate_", TO_ITS_END),
        one(
            "takes all memory bit by bit",
            "allocate_",
            TO_ITS_END,
            "parigot.plugins.mischief.piece = 10000"),
        one("returns null", "return_null_"),
        many("blocks for ever, %d calls at once".formatted(MANY), "block_"));
  }

  private static HostileGuest one(String does, String method, String... settings) {
    return new HostileGuest(
        does,
        HostileGuest.calls("bad"),
        CALLERS_SEE,
        (application, shape, folder) ->
            application
                .settings(PLUGIN)
                .settings(settings)
                .service("bad", BUILD, shape, "Bad plugin mischief." + method)
                .set("bad", "plugins = [mischief]")
                .service("end", BUILD, shape, "Echo plugin mischief.echo_")
                .set("end", "plugins = [mischief]"));
  }

  private static HostileGuest many(String does, String method) {
    List<String> names = IntStream.range(0, MANY).mapToObj(i -> "bad" + i).toList();
    return new HostileGuest(
        does,
        HostileGuest.calls(names.toArray(String[]::new)),
        CALLERS_SEE,
        (application, shape, folder) -> {
          application.settings(PLUGIN);
          for (String name : names) {
            application
                .service(name, BUILD, shape, "Bad plugin mischief." + method)
                .set(name, "plugins = [mischief]");
          }
        });
  }
}
