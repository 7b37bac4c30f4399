package helloworld;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.cli.Main;

/** A run as WebAssembly is run again as plain Java, where a debugger stops, forth and back. */
@Timeout(120)
class ReplayDebuggerTest {
  private static final long PATIENCE_MILLIS = 60_000;

  @TempDir Path folder;
  private VirtualMachine debugged;
  private int prepared;

  private void record() throws Exception {
    Config config =
        ConfigFactory.load(
            ConfigFactory.parseString("parigot.record.directory = \"%s\"".formatted(folder))
                .withFallback(ConfigFactory.parseFile(new File("application.conf"))));
    try (Application application = Parigot.start(config)) {
      assertThat(application.ended().toCompletableFuture().get(30, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  void theDebuggerStopsInTheRecordedEventEachTimeItIsRun() throws Exception {
    record();
    try (ListeningDebugger debugger = new ListeningDebugger()) {
      ProcessBuilder command =
          debugger.command(
              Main.class,
              "replay",
              folder.toString(),
              "--guest",
              "greeting",
              "--engine",
              "jvm",
              "--debug");
      // As the launcher says that the debugger may attach.
      command.environment().put("PARIGOT_DEBUG_PORT", "5005");
      replay(debugger, command.start());
    }
  }

  private void replay(ListeningDebugger debugger, Process process) throws Exception {
    try (Reader out = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter in = process.outputWriter(StandardCharsets.UTF_8)) {
      debugged = debugger.accept();
      ClassPrepareRequest request = debugged.eventRequestManager().createClassPrepareRequest();
      request.addClassFilter("helloworld.GreetingService");
      request.enable();
      debugged.resume();
      breakAt(awaited(ClassPrepareEvent.class).referenceType());
      debugged.resume();
      assertThat(asked(out, in))
          .contains("greeting was given the events 1 to 2, and lives on.")
          .contains(
              "Before event 2 of 2: outside -> greeting: FetchGreeting {\"tongue\":\"French\"}");

      say(in, "step");
      assertThat(awaited(BreakpointEvent.class).location().method().name())
          .isEqualTo("fetchGreeting");
      debugged.resume();
      assertThat(asked(out, in))
          .contains("FetchGreeting answers {\"greeting\":\"bonjour\"}")
          .contains("That was all: it lives on.");

      say(in, "back");
      assertThat(asked(out, in)).contains("Before event 2 of 2: ");
      say(in, "step");
      assertThat(awaited(BreakpointEvent.class).location().method().name())
          .isEqualTo("fetchGreeting");
      debugged.resume();
      assertThat(asked(out, in)).contains("{\"greeting\":\"bonjour\"}");
      assertThat(prepared).as("the classes are the same, where jdb has its breakpoints").isOne();

      say(in, "help");
      assertThat(asked(out, in)).contains("back [N]");
      say(in, "forth");
      assertThat(asked(out, in)).contains("That is not understood");
      say(in, "quit");
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void say(BufferedWriter in, String line) throws IOException {
    in.write(line + "\n");
    in.flush();
  }

  /** What it says before it asks again, once the guest is not at work any more. */
  private static String asked(Reader out, BufferedWriter in) throws IOException {
    StringBuilder said = new StringBuilder();
    String last = prompted(out);
    while (last.contains("It is at work on event")) {
      said.append(last);
      say(in, "wait");
      last = prompted(out);
    }
    return said.append(last).toString();
  }

  private static String prompted(Reader out) throws IOException {
    StringBuilder said = new StringBuilder();
    while (!said.toString().endsWith("replay> ")) {
      int next = out.read();
      assertThat(next).as("what follows %s", said).isNotNegative();
      said.append((char) next);
    }
    return said.toString();
  }

  private void breakAt(ReferenceType type) {
    Method method = type.methodsByName("fetchGreeting").get(0);
    debugged.eventRequestManager().createBreakpointRequest(method.location()).enable();
  }

  private <E extends Event> E awaited(Class<E> type) throws InterruptedException {
    while (true) {
      EventSet events = debugged.eventQueue().remove(PATIENCE_MILLIS);
      assertThat(events).as("what the debugger is told").isNotNull();
      for (Event event : events) {
        assertThat(event).isNotInstanceOf(VMDisconnectEvent.class);
        if (event instanceof ClassPrepareEvent) {
          prepared++;
        }
        if (type.isInstance(event)) {
          return type.cast(event);
        }
      }
      debugged.resume();
    }
  }
}
