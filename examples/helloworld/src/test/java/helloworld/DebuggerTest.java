package helloworld;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.LocatableEvent;
import com.sun.jdi.event.StepEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.StepRequest;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.actors.Parigot;

/** A debugger stops in one service and then in the other, and sees what they say to each other. */
@Timeout(120)
class DebuggerTest {
  private static final long PATIENCE_MILLIS = 60_000;

  /** What is debugged. */
  static final class Debugged {
    private Debugged() {}

    public static void main(String[] args) {
      Application application =
          Parigot.start(
              ConfigFactory.load(
                  ConfigFactory.parseString(
                          "parigot { guest-defaults { engine = jvm, call-timeout = 1 hour, method-limit = 1 hour }, launch-timeout = 1 hour }")
                      .withFallback(ConfigFactory.parseFile(new File("application.conf")))));
      System.exit(application.ended().toCompletableFuture().join());
    }
  }

  private final Set<String> seen = new HashSet<>();
  private VirtualMachine debugged;

  @Test
  void itStopsInTheServiceSeesTheRequestAndStopsInTheCaller() throws Exception {
    try (ListeningDebugger debugger = new ListeningDebugger()) {
      debug(debugger, debugger.command(Debugged.class).start());
    }
  }

  private void debug(ListeningDebugger debugger, Process process) throws Exception {
    try {
      debugged = debugger.accept();
      prepare("helloworld.GreetingService");
      prepare("helloworld.HelloGuest");

      LocatableEvent inTheCaller = stopped();
      assertThat(where(inTheCaller)).isEqualTo("guest hello in greetTheWorld");

      LocatableEvent inTheService = stopped();
      assertThat(where(inTheService)).isEqualTo("guest greeting in fetchGreeting");
      assertThat(tongue(inTheService)).isEqualTo("French");
      assertThat(where(stepOver(inTheService.thread())))
          .isEqualTo("guest greeting in fetchGreeting");

      LocatableEvent withTheAnswer = stopped();
      assertThat(where(withTheAnswer)).startsWith("guest hello in lambda$greetTheWorld");
      debugged.dispose();
      assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("bonjour world" + System.lineSeparator());
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private void prepare(String className) {
    ClassPrepareRequest prepared = debugged.eventRequestManager().createClassPrepareRequest();
    prepared.addClassFilter(className);
    prepared.enable();
  }

  /** Runs on to the next stop at a breakpoint or behind a step. */
  private LocatableEvent stopped() throws InterruptedException {
    while (true) {
      debugged.resume();
      EventSet events = debugged.eventQueue().remove(PATIENCE_MILLIS);
      assertThat(events).as("what the debugger is told").isNotNull();
      for (Event event : events) {
        assertThat(event).isNotInstanceOf(VMDisconnectEvent.class);
        if (event instanceof ClassPrepareEvent prepared) {
          // jdb sets a breakpoint where it first sees the class.
          assertThat(seen.add(prepared.referenceType().name())).as("seen once").isTrue();
          breakAt(prepared.referenceType());
        } else if (event instanceof BreakpointEvent || event instanceof StepEvent) {
          return (LocatableEvent) event;
        }
      }
    }
  }

  private void breakAt(ReferenceType type) {
    for (Method method : type.methods()) {
      if (List.of("fetchGreeting", "greetTheWorld").contains(method.name())
          || method.name().startsWith("lambda$greetTheWorld")) {
        debugged.eventRequestManager().createBreakpointRequest(method.location()).enable();
      }
    }
  }

  private LocatableEvent stepOver(ThreadReference thread) throws InterruptedException {
    StepRequest step =
        debugged
            .eventRequestManager()
            .createStepRequest(thread, StepRequest.STEP_LINE, StepRequest.STEP_OVER);
    step.addCountFilter(1);
    step.enable();
    LocatableEvent after = stopped();
    debugged.eventRequestManager().deleteEventRequest(step);
    return after;
  }

  private static String where(LocatableEvent event) {
    return event.thread().name() + " in " + event.location().method().name();
  }

  private static String tongue(LocatableEvent event) throws Exception {
    StackFrame frame = event.thread().frame(0);
    ObjectReference request = (ObjectReference) frame.getArgumentValues().get(0);
    ObjectReference tongue =
        (ObjectReference)
            request.invokeMethod(
                event.thread(),
                request.referenceType().methodsByName("getTongue").get(0),
                List.of(),
                ObjectReference.INVOKE_SINGLE_THREADED);
    StringReference name =
        (StringReference)
            tongue.invokeMethod(
                event.thread(),
                tongue.referenceType().methodsByName("name").get(0),
                List.of(),
                ObjectReference.INVOKE_SINGLE_THREADED);
    return name.value();
  }
}
