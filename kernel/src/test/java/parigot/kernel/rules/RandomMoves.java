package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import parigot.kernel.Admission;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.KernelSettings;
import parigot.kernel.Moving;
import parigot.kernel.Nodes;
import parigot.v1.host.PeerMessage;

/**
 * Kernels of several nodes whose owners say at random that a movable guest is to run here or
 * elsewhere, also on two nodes at once, while links are cut and slow, processes stand still, die
 * and come back, and clocks differ. After each step at most one of all processes may give an event
 * to a guest.
 */
final class RandomMoves {
  private static final Duration FENCE = Duration.ofSeconds(5);
  private static final Duration MOVE = Duration.ofSeconds(8);
  private static final int INSTANCES = 3;
  private static final long SECOND = 1_000_000_000L;

  private final SplittableRandom chance;
  private final List<String> names = new ArrayList<>();
  private final Set<String> pool = new TreeSet<>();
  private final Map<String, Running> processes = new TreeMap<>();
  private final Map<String, Link> links = new TreeMap<>();
  private long now = 10 * SECOND;
  private long boots;
  private long sessions;
  int placed;
  int fenced;
  int handedOver;

  /**
   * @param inPool how many nodes come and go beside those that the placement names
   */
  RandomMoves(long seed, int nodes, int inPool) {
    chance = new SplittableRandom(seed);
    for (int i = 0; i < nodes; i++) {
      names.add(String.valueOf((char) ('a' + i)));
    }
    for (int i = 0; i < inPool; i++) {
      pool.add("pool-" + i);
    }
    names.addAll(pool);
    names.forEach(this::boot);
    for (String a : names) {
      names.stream().filter(b -> a.compareTo(b) < 0).forEach(b -> links.put(a + b, new Link(a, b)));
    }
  }

  /** A process of a node, and what waits for its turn. */
  private final class Running {
    private final String node;
    private final Kernel kernel;
    private final double rate = 1 + (chance.nextDouble() - 0.5) * 0.04;
    private final long origin = now - chance.nextLong(SECOND);
    private final Map<Id, GuestSpec> lives = new LinkedHashMap<>();
    private final Map<Id, Long> until = new HashMap<>();
    private final Map<Id, Long> ends = new LinkedHashMap<>();
    private final Deque<Input> inputs = new ArrayDeque<>();
    private final Map<String, Long> sessionWith = new HashMap<>();
    private long stoppedUntil;
    private boolean over;

    Running(String node) {
      this.node = node;
      List<String> others =
          names.stream().filter(other -> !other.equals(node) && !pool.contains(other)).toList();
      Moving moving = new Moving(Map.of("shop", INSTANCES), FENCE, MOVE);
      Nodes nodes =
          new Nodes(
              node,
              pool.contains(node),
              !pool.isEmpty(),
              others,
              Duration.ofHours(1),
              1 << 20,
              true,
              false,
              ++boots,
              Optional.of(moving));
      kernel =
          new Kernel(
              new KernelSettings(Duration.ofHours(1), Duration.ofSeconds(2), Duration.ofSeconds(1)),
              nodes,
              new SplittableRandom(boots)::nextLong,
              h -> Id.EMPTY);
      take(out -> kernel.start(local(), out));
    }

    long local() {
      return (long) ((now - origin) * rate);
    }

    boolean isStopped() {
      return stoppedUntil > now;
    }

    /** At once, or when the process goes on. */
    void take(Input input) {
      inputs.add(input);
      work();
    }

    void work() {
      while (!isStopped() && !inputs.isEmpty()) {
        List<Effect> out = new ArrayList<>();
        inputs.poll().give(out);
        carryOut(out);
      }
      long due = isStopped() ? Long.MAX_VALUE : kernel.nextDeadline().orElse(Long.MAX_VALUE);
      if (due <= local()) {
        List<Effect> out = new ArrayList<>();
        kernel.tick(local(), out);
        carryOut(out);
      }
      for (Id host : List.copyOf(ends.keySet())) {
        if (!isStopped() && ends.getOrDefault(host, Long.MAX_VALUE) <= now) {
          ends.remove(host);
          lives.remove(host);
          List<Effect> out = new ArrayList<>();
          kernel.ended(host, new Ending.Stopped(), local(), out);
          carryOut(out);
        }
      }
    }

    private void carryOut(List<Effect> out) {
      for (int i = 0; i < out.size(); i++) {
        Effect effect = out.get(i);
        if (effect instanceof Effect.Tell tell) {
          link(node, tell.node()).say(this, tell.node(), tell.message());
        } else if (effect instanceof Effect.StartAgain start) {
          Admission admission = admit(start.guest(), out);
          assertThat(until).as("leave of a life that begins").containsKey(admission.host());
          lives.put(admission.host(), start.guest());
          placed++;
          register(admission.host(), start.guest().instance());
        } else if (effect instanceof Effect.Leased leased) {
          until.put(leased.host(), leased.until());
        } else if (effect instanceof Effect.Kill kill) {
          fenced++;
          ends.putIfAbsent(kill.host(), now + chance.nextLong(SECOND));
        } else if (effect instanceof Effect.Stop stop) {
          handedOver++;
          ends.putIfAbsent(stop.host(), now + chance.nextLong(SECOND));
        } else if (effect instanceof Effect.Drain) {
          take(more -> kernel.drained(local(), more));
        } else if (effect instanceof Effect.ApplicationEnded) {
          assertThat(over).as("node %s had ended", node).isFalse();
          assertThat(lives).as("what lives when node %s ends", node).isEmpty();
          over = true;
        }
      }
    }

    /** As a guest does first, under the id that it has on each node. */
    private void register(Id host, int instance) {
      take(
          out -> {
            kernel.handle(host, new FromGuest.Starting(), local(), out);
            kernel.handle(host, new FromGuest.Registered(service(instance), "shop"), local(), out);
          });
    }

    /** Whether the service of this guest is known, and as one that runs here. */
    boolean serves(int instance) {
      return kernel.services().stream()
          .anyMatch(
              known -> known.id().equals(service(instance)) && lives.containsKey(known.host()));
    }

    /** What comes of it is known before the guest begins. */
    private Admission admit(GuestSpec guest, List<Effect> out) {
      List<Effect> changes = new ArrayList<>();
      Admission admission = kernel.admit(guest, changes);
      carryOut(changes);
      out.addAll(changes);
      return admission;
    }

    /** Whether it may give an event to this guest now. */
    boolean acts(int instance) {
      return !isStopped()
          && lives.entrySet().stream()
              .anyMatch(
                  life ->
                      life.getValue().instance() == instance
                          && until.getOrDefault(life.getKey(), Long.MIN_VALUE) > local());
    }
  }

  private interface Input {
    void give(List<Effect> out);
  }

  private record Said(long session, String to, PeerMessage what, long at) {}

  /** What connects two nodes: a session, when it is up, and what is under way. */
  private final class Link {
    private final String a;
    private final String b;
    private final Deque<Said> underWay = new ArrayDeque<>();
    private long session;

    Link(String a, String b) {
      this.a = a;
      this.b = b;
    }

    void say(Running from, String to, PeerMessage what) {
      if (session != 0 && from.sessionWith.getOrDefault(to, 0L) == session) {
        underWay.add(new Said(session, to, what, now));
      }
    }

    void deliver() {
      for (int left = underWay.size(); left > 0; left--) {
        Said said = underWay.poll();
        Running to = processes.get(said.to());
        String from = said.to().equals(a) ? b : a;
        to.take(
            out -> {
              if (to.sessionWith.getOrDefault(from, 0L) == said.session()) {
                to.kernel.heard(from, said.what(), now - said.at(), to.local(), out);
              }
            });
      }
    }

    void up() {
      if (session == 0) {
        session = ++sessions;
        begin(processes.get(a), b, session);
        begin(processes.get(b), a, session);
      }
    }

    private void begin(Running process, String other, long its) {
      process.take(
          out -> {
            process.sessionWith.put(other, its);
            process.kernel.linked(other, process.local(), out);
          });
    }

    /** What is under way is gone; one side may be told now, and both are when it is up again. */
    void down() {
      if (session != 0) {
        underWay.clear();
        session = 0;
        lose(processes.get(a), b);
        lose(processes.get(b), a);
      }
    }

    private void lose(Running process, String other) {
      process.take(
          out -> {
            if (process.sessionWith.remove(other) != null) {
              process.kernel.lost(other, "it is cut", Set.of(), process.local(), out);
            }
          });
    }
  }

  private Link link(String one, String other) {
    return links.get(one.compareTo(other) < 0 ? one + other : other + one);
  }

  private void boot(String node) {
    links.values().stream().filter(l -> l.a.equals(node) || l.b.equals(node)).forEach(Link::down);
    processes.put(node, new Running(node));
  }

  private static GuestSpec spec(int instance) {
    return new GuestSpec(
        "shop", instance, INSTANCES, GuestKind.SERVER, GuestSpec.LEAST_CAPACITY, 100, 100);
  }

  private static Id service(int instance) {
    return Id.random(IdKind.SERVICE, new SplittableRandom(instance)::nextLong);
  }

  RandomMoves begin() {
    links.values().forEach(Link::up);
    pass(SECOND);
    return this;
  }

  RandomMoves run(int steps) {
    for (int step = 0; step < steps; step++) {
      Running process = processes.get(names.get(chance.nextInt(names.size())));
      Link link = new ArrayList<>(links.values()).get(chance.nextInt(links.size()));
      int instance = 1 + chance.nextInt(INSTANCES);
      switch (chance.nextInt(20)) {
        case 0 -> link.down();
        case 1, 2, 3 -> link.up();
        case 4 -> process.stoppedUntil = now + chance.nextLong(20 * SECOND);
        case 5 -> {
          if (chance.nextInt(3) == 0) {
            boot(process.node);
          }
        }
        case 6, 7, 8, 9, 10 ->
            process.take(out -> process.kernel.arrive(spec(instance), process.local(), out));
        case 11, 12 ->
            process.take(out -> process.kernel.depart(spec(instance), process.local(), out));
        case 14 ->
            process.take(out -> process.kernel.replace(spec(instance), process.local(), out));
        case 13 -> process.take(out -> process.kernel.seekGroup(process.local(), out));
        default -> {
          // Time passes.
        }
      }
      pass(chance.nextLong(SECOND / 2));
    }
    return this;
  }

  /** In small steps; what is under way may stay so for some of them. */
  private void pass(long nanos) {
    for (long end = now + nanos; now < end; ) {
      now += Math.min(end - now, 50_000_000);
      links.values().stream().filter(link -> chance.nextInt(4) > 0).forEach(Link::deliver);
      processes.values().forEach(Running::work);
      check();
    }
  }

  private void check() {
    for (int i = 1; i <= INSTANCES; i++) {
      int instance = i;
      List<String> acting =
          processes.values().stream().filter(p -> p.acts(instance)).map(p -> p.node).toList();
      assertThat(acting).as("where shop.%d runs", instance).hasSizeLessThan(2);
    }
    List<String> founding =
        processes.values().stream()
            .filter(p -> !p.isStopped() && p.kernel.mayFoundGroup(p.local()))
            .map(p -> p.node)
            .toList();
    assertThat(founding).as("who may found the group").hasSizeLessThan(2);
    assertThat(founding).as("who may found the group").noneMatch(pool::contains);
  }

  /** Each node is told to end, whatever it is at: its guests end, and it does after them. */
  void endAndCheck() {
    for (Running process : processes.values()) {
      process.stoppedUntil = 0;
      process.take(out -> process.kernel.shutdown(0, out));
    }
    pass(10 * SECOND);
    assertThat(processes.values()).as("nodes that have ended").allMatch(process -> process.over);
  }

  /**
   * All is well again, and each guest is to run on one node: it does, and its service is there,
   * also when other nodes are lost on which it was.
   */
  void healAndCheck() {
    processes.values().forEach(process -> process.stoppedUntil = 0);
    links.values().forEach(Link::up);
    pass(SECOND);
    for (int instance = 1; instance <= INSTANCES; instance++) {
      int its = instance;
      processes.values().forEach(p -> p.take(out -> p.kernel.depart(spec(its), p.local(), out)));
    }
    pass(3 * SECOND);
    for (int instance = 1; instance <= INSTANCES; instance++) {
      int its = instance;
      Running home = processes.get(names.get(instance % names.size()));
      home.take(out -> home.kernel.arrive(spec(its), home.local(), out));
    }
    pass(2 * MOVE.toNanos());
    for (int instance = 1; instance <= INSTANCES; instance++) {
      assertThat(processes.get(names.get(instance % names.size())).acts(instance))
          .as("shop.%d runs at its place", instance)
          .isTrue();
    }
    links.values().forEach(Link::down);
    for (int instance = 1; instance <= INSTANCES; instance++) {
      assertThat(processes.get(names.get(instance % names.size())).serves(instance))
          .as("the service of shop.%d is known at its place", instance)
          .isTrue();
    }
  }
}
