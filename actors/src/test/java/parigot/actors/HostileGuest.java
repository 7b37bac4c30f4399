package parigot.actors;

import com.google.protobuf.StringValue;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import parigot.wasm.GuestShape;

/**
 * One row of the table of hostile guests: what the guest does, and what those must see who call it.
 *
 * @param does for a person
 * @param attacks what is done to the application, all at the same time; nothing, when the guest
 *     does its harm at its start
 * @param callersSee what a call must end with
 */
record HostileGuest(String does, List<Attack> attacks, Pattern callersSee, Setting setting) {
  static final String ENDED = "ENDED: .* ended before it answered.*";
  static final String ANSWERED = "its answer";

  /** Has something done to the application, and tells what whoever did it saw. */
  @FunctionalInterface
  interface Attack {
    CompletableFuture<String> on(TestApplication application);
  }

  /** Calls the method {@code Bad} of each of these guests, all at the same time. */
  static List<Attack> calls(String... guests) {
    return Stream.of(guests).<Attack>map(name -> application -> call(application, name)).toList();
  }

  private static CompletableFuture<String> call(TestApplication application, String name) {
    return application
        .call(name, "Bad", StringValue.of("?"), StringValue.class)
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                return ANSWERED;
              }
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              return cause instanceof CallException e
                  ? e.reason() + ": " + e.getMessage()
                  : cause.toString();
            })
        .toCompletableFuture();
  }

  /** Adds the hostile guests to an application. */
  interface Setting {
    void in(TestApplication application, GuestShape shape, Path folder);
  }

  private static HostileGuest inAMethod(String does, String action, String callersSee) {
    return new HostileGuest(
        does,
        calls("bad"),
        Pattern.compile(callersSee, Pattern.DOTALL),
        (application, shape, folder) -> bad(application, "bad", shape, action));
  }

  private static void bad(
      TestApplication application, String name, GuestShape shape, String action) {
    application.guest(
        name,
        "server",
        TestApplication.module(shape == GuestShape.LOOP ? "hostile-loop" : "hostile-reactor"),
        "register " + name,
        "export %s.v1 %s".formatted(name, name),
        "require sink.v1 sink",
        "bind Bad " + action,
        "launch",
        "locate sink.v1 sink");
  }

  private static HostileGuest atItsStart(String does, String trouble, Setting setting) {
    return new HostileGuest(does, List.of(), Pattern.compile(trouble, Pattern.DOTALL), setting);
  }

  /** All of them; so many times each harm that is done many times. */
  static List<HostileGuest> all(int times) {
    return List.of(
        atItsStart(
            "loops at its start",
            "bad failed before it launched: it was at its start for longer than .*",
            (application, shape, folder) -> application.server("bad", shape, "loop")),
        new HostileGuest(
            "loops in its first event",
            calls("bad"),
            Pattern.compile("(ENDED|NO_SUCH_SERVICE): .*"),
            (application, shape, folder) ->
                application.server(
                    "bad",
                    shape,
                    "register bad",
                    "export bad.v1 bad",
                    "bind Bad",
                    "launch",
                    "loop")),
        inAMethod("loops in a method", "loop", ENDED),
        new HostileGuest(
            "loops in a nested call",
            calls("middle"),
            Pattern.compile("SERVICE_ERROR: .*error 1"),
            (application, shape, folder) -> {
              bad(application, "bad", shape, "loop");
              application.server(
                  "middle",
                  shape,
                  "register middle",
                  "export middle.v1 middle",
                  "require bad.v1 bad",
                  "bind Bad forward bad.v1 bad Bad",
                  "launch");
            }),
        new HostileGuest(
            "two that loop at once",
            calls("bad", "worse"),
            Pattern.compile(ENDED),
            (application, shape, folder) -> {
              bad(application, "bad", shape, "loop");
              bad(application, "worse", shape, "loop");
            }),
        inAMethod("recurses for ever", "recurse", ENDED),
        inAMethod("grows by 2 GiB", "grow 30000", ANSWERED),
        inAMethod(
            "makes %,d host calls in one event".formatted(times),
            "host-calls " + times,
            ANSWERED + "|" + ENDED),
        inAMethod(
            "%,d wild pointers".formatted(times), "wild-pointers " + times, ANSWERED + "|" + ENDED),
        inAMethod("a wild error pointer", "wild-error-pointer", ENDED),
        inAMethod(
            "%,d requests of garbage".formatted(times / 4),
            "garbage " + times / 4,
            ANSWERED + "|" + ENDED),
        inAMethod(
            "%,d forged ids".formatted(times / 4),
            "forge-ids " + times / 4,
            ANSWERED + "|" + ENDED),
        inAMethod("answers a call that is not its own", "forge", ANSWERED),
        inAMethod("replies twice", "twice", ANSWERED),
        inAMethod("replies never", "never", "TIMED_OUT: .*bad\\.Bad \\(not answered\\).*"),
        inAMethod("exits in the middle of a call", "proc-exit 3", ENDED),
        inAMethod(
            "%,d calls without reading".formatted(times / 10),
            "flood " + times / 10,
            ANSWERED + "|" + ENDED),
        atItsStart(
            "a start function that traps",
            "bad failed before it launched: the guest trapped.*",
            (application, shape, folder) ->
                application.guest(
                    "bad",
                    "server",
                    Wat.module(
                        folder,
                        "traps",
                        """
                        (module (memory (export "memory") 1) (func $trap unreachable) (start $trap)
                          (func (export "_start")))
                        """))));
  }
}
