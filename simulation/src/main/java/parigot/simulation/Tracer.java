package parigot.simulation;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.Event;
import parigot.kernel.FromGuest;
import parigot.kernel.Id;
import parigot.kernel.Payload;
import parigot.runtime.Console;

/**
 * Writes down what happens in a run. It learns the names of services and methods from what guests
 * say, and sees that each call ends once.
 */
final class Tracer implements Console {
  private static final Ending.Cases<String> INTO_WORDS =
      new Ending.Cases<>() {
        @Override
        public String exited(Ending.Exited ending) {
          return "ends with code " + ending.code();
        }

        @Override
        public String failed(Ending.Failed ending) {
          return "fails: " + ending.reason();
        }

        @Override
        public String stopped(Ending.Stopped ending) {
          return "is stopped";
        }
      };

  private final VirtualTime time;
  private final List<Trace.Entry> entries = new ArrayList<>();
  private final Map<Id, String> services = new HashMap<>();
  private final Map<Id, String> methods = new HashMap<>();
  private final Map<Key, Open> open = new LinkedHashMap<>();
  private final Set<Key> resolved = new HashSet<>();
  private final StringBuilder output = new StringBuilder();
  private final StringBuilder line = new StringBuilder();
  private final List<String> broken = new ArrayList<>();
  private String current = "";

  /** A call as the guest knows it that made it. */
  private record Key(String guest, Id call) {}

  /**
   * A call, a timer or a launch that a guest waits for the end of.
   *
   * @param what the method; empty when it is no call
   */
  private record Open(String callee, String what) {}

  Tracer(VirtualTime time) {
    this.time = time;
  }

  /** This guest is entered now. */
  void enter(String guest) {
    current = guest;
  }

  /** Who was entered last. */
  String current() {
    return current;
  }

  /** What a guest has said to its kernel. */
  void said(String guest, FromGuest what) {
    if (what instanceof FromGuest.Registered registered) {
      services.put(registered.service(), registered.debugName());
    } else if (what instanceof FromGuest.Exported exported && !exported.names().isEmpty()) {
      services.put(exported.service(), exported.names().get(0).toString());
    } else if (what instanceof FromGuest.Bound bound) {
      methods.put(bound.method(), bound.methodName());
    } else if (what instanceof FromGuest.Dispatched call) {
      begun(guest, call.call(), method(call.service(), call.method()));
    } else if (what instanceof FromGuest.TimerSet timer) {
      begun(guest, timer.call(), "");
    } else if (what instanceof FromGuest.TimerCancelled timer) {
      open.remove(new Key(guest, timer.call()));
    } else if (what instanceof FromGuest.Withdrawn withdrawn) {
      open.remove(new Key(guest, withdrawn.call()));
    } else if (what instanceof FromGuest.LaunchAsked launch) {
      begun(guest, launch.call(), "");
    }
  }

  private void begun(String guest, Id call, String what) {
    Key key = new Key(guest, call);
    open.put(key, new Open("", what));
    resolved.remove(key);
  }

  private String method(Id service, Id method) {
    return services.getOrDefault(service, "?") + "/" + methods.getOrDefault(method, "?");
  }

  /** A node ends, and all its guests with it. */
  void nodeCrashed(String node) {
    open.keySet().removeIf(call -> call.guest().startsWith(node + "/"));
    fault("", node, "crashes");
  }

  /**
   * What a guest is handed.
   *
   * @param caller of a call
   */
  void delivered(String guest, Event event, String caller) {
    if (event instanceof Event.Call call) {
      String what = method(call.service(), call.method());
      open.computeIfPresent(new Key(caller, call.call()), (key, known) -> new Open(guest, what));
      add(Trace.Kind.CALL, caller, guest, what, bytes(call.param()), 0);
    } else if (event instanceof Event.Resolved end) {
      resolved(guest, end);
    } else if (event instanceof Event.Exit exit) {
      add(Trace.Kind.EXIT, "", guest, "exit", ByteString.EMPTY, exit.code());
    }
  }

  /** A guest begins with an event that it does not come to the end of. */
  void begun(String guest, Event event, String caller) {
    if (event instanceof Event.Call) {
      delivered(guest, event, caller);
    }
  }

  /** A guest is not handed what it should have been. */
  void lost(String guest, Event event, String caller) {
    if (event instanceof Event.Call call) {
      String what = method(call.service(), call.method());
      open.computeIfPresent(new Key(caller, call.call()), (key, known) -> new Open(guest, what));
      fault(caller, guest, "%s of %s is lost".formatted(what, caller));
    }
  }

  private void resolved(String guest, Event.Resolved event) {
    Key key = new Key(guest, event.call());
    Open known = open.remove(key);
    if (!resolved.add(key)) {
      broken.add("%s was told twice what came of one call".formatted(guest));
    }
    if (known == null) {
      return;
    }
    if (known.what().isEmpty()) {
      add(Trace.Kind.WAKE, "", guest, "", ByteString.EMPTY, event.error());
    } else {
      add(
          Trace.Kind.ANSWER,
          known.callee(),
          guest,
          known.what(),
          bytes(event.result()),
          event.error());
    }
  }

  private static ByteString bytes(Payload payload) {
    return payload.present() ? payload.any() : ByteString.EMPTY;
  }

  void started(String guest) {
    add(Trace.Kind.START, "", guest, "", ByteString.EMPTY, 0);
  }

  void ended(String guest, Ending how) {
    open.keySet().removeIf(call -> call.guest().equals(guest));
    add(Trace.Kind.END, guest, "", how.giveTo(INTO_WORDS), ByteString.EMPTY, 0);
  }

  void fault(String from, String to, String what) {
    add(Trace.Kind.FAULT, from, to, what, ByteString.EMPTY, 0);
  }

  void report(String node, Effect.Report report) {
    add(Trace.Kind.REPORT, node, "", report.sentence(), ByteString.EMPTY, 0);
  }

  private void add(
      Trace.Kind kind, String from, String to, String what, ByteString payload, int error) {
    entries.add(new Trace.Entry(time.passed(), kind, from, to, what, payload, error));
  }

  /** What a main writes on its standard output. */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    output.append(text);
    line.append(text);
    for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
      add(Trace.Kind.LINE, current, "", line.substring(0, end), ByteString.EMPTY, 0);
      line.delete(0, end + 1);
    }
  }

  /** A sentence for each call that somebody still waits for the end of. */
  List<String> waiting() {
    return open.entrySet().stream()
        .filter(call -> !call.getValue().what().isEmpty())
        .map(call -> "%s waits for %s".formatted(call.getKey().guest(), call.getValue().what()))
        .toList();
  }

  /** One of our own promises was broken. */
  void breaks(String sentence) {
    broken.add(sentence);
  }

  /** Our own promises that were broken, a sentence for each. */
  List<String> broken() {
    return broken;
  }

  /** What mains have written. */
  String output() {
    return output.toString();
  }

  /** All until now. */
  List<Trace.Entry> entries() {
    return Collections.unmodifiableList(entries);
  }

  Trace trace() {
    return new Trace(entries);
  }
}
