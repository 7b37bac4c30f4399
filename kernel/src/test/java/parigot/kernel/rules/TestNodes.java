package parigot.kernel.rules;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import parigot.kernel.Id;
import parigot.kernel.Nodes;
import parigot.v1.host.PeerMessage;

/** Several kernels in one thread, and links between them that pass on what is said at once. */
final class TestNodes {
  private final Map<String, TestApplication> applications = new TreeMap<>();
  private final Map<Link, Queue<PeerMessage>> underWay = new HashMap<>();
  private final List<String> names;

  private record Link(String from, String to) {}

  private final boolean reroute;
  private final boolean preferLocal;
  private long seeds = 1;
  private boolean pumping;

  /** Whether what is said stays under way until somebody {@linkplain #pump() lets it go}. */
  boolean slow;

  TestNodes(String... names) {
    this(false, names);
  }

  TestNodes(boolean reroute, String... names) {
    this(reroute, true, names);
  }

  TestNodes(boolean reroute, boolean preferLocal, String... names) {
    this.names = List.of(names);
    this.reroute = reroute;
    this.preferLocal = preferLocal;
    this.names.forEach(this::boot);
  }

  /** A new process of this node, which knows nothing of what was before. */
  TestApplication boot(String node) {
    List<String> others = new ArrayList<>(names);
    others.remove(node);
    Nodes nodes =
        new Nodes(node, others, Duration.ofSeconds(60), 1 << 20, preferLocal, reroute, seeds);
    TestApplication application =
        new TestApplication(TestApplication.SETTINGS, nodes, seeds++ * 1000);
    application.toOthers =
        (to, message) -> {
          underWay.computeIfAbsent(new Link(node, to), unused -> new ArrayDeque<>()).add(message);
          pumpUnlessSlow();
        };
    applications.put(node, application);
    return application;
  }

  TestApplication on(String node) {
    return applications.get(node);
  }

  private void pumpUnlessSlow() {
    if (!slow && !pumping) {
      pump();
    }
  }

  /** What is under way arrives, and what is said because of it. */
  TestNodes pump() {
    pump(Duration.ZERO);
    return this;
  }

  void pump(Duration age) {
    pumping = true;
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Link link : List.copyOf(underWay.keySet())) {
        for (PeerMessage next = underWay.get(link).poll();
            next != null;
            next = underWay.get(link).poll()) {
          on(link.from()).kernel.written(link.to(), next.getSerializedSize());
          on(link.to()).heard(link.from(), next, age);
          moved = true;
        }
      }
    }
    pumping = false;
  }

  TestNodes link(String a, String b) {
    pumping = true;
    on(a).linked(b);
    on(b).linked(a);
    pumping = false;
    pumpUnlessSlow();
    return this;
  }

  /** Links all to all. */
  TestNodes linkAll() {
    for (String a : names) {
      names.stream().filter(b -> a.compareTo(b) < 0).forEach(b -> link(a, b));
    }
    return this;
  }

  TestNodes startAll() {
    names.forEach(node -> on(node).start());
    pumpUnlessSlow();
    return this;
  }

  /** The link is cut; what was under way never arrives, and its sender knows that. */
  TestNodes cut(String a, String b) {
    pumping = true;
    Set<Id> fromA = calls(underWay.remove(new Link(a, b)));
    Set<Id> fromB = calls(underWay.remove(new Link(b, a)));
    on(a).lost(b, fromA);
    on(b).lost(a, fromB);
    pumping = false;
    pumpUnlessSlow();
    return this;
  }

  /** The process of this node dies; the others notice. */
  TestNodes kill(String node) {
    pumping = true;
    for (String other : names) {
      if (!other.equals(node)) {
        underWay.remove(new Link(node, other));
        underWay.remove(new Link(other, node));
        on(other).lost(node, Set.of());
      }
    }
    pumping = false;
    pumpUnlessSlow();
    return this;
  }

  private static Set<Id> calls(Queue<PeerMessage> messages) {
    Set<Id> calls = new HashSet<>();
    if (messages != null) {
      messages.stream()
          .filter(PeerMessage::hasCall)
          .forEach(message -> calls.add(Id.of(message.getCall().getCall())));
    }
    return calls;
  }

  TestNodes pass(Duration duration) {
    names.forEach(node -> on(node).pass(duration));
    return this;
  }
}
