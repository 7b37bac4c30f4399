package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import parigot.kernel.Ending;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.Nodes;
import parigot.kernel.RestartPolicy;
import parigot.kernel.ServiceView;
import parigot.kernel.guest.Answer;
import parigot.kernel.guest.SystemCall;
import parigot.v1.host.PeerMessage;
import syscall.v1.host.KernelErr;
import syscall.v1.host.LocateResponse;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.ResolvedCall;

/**
 * An application over several nodes whose guests call each other at random, while links are slow,
 * are cut and heal, and processes die and come back. Everything comes from one seed. Along the way
 * it checks what must hold after every step.
 */
final class RandomNodes {
  /** As the links do: a session in which a message is older than this is given up. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private static final String PACKAGE = "x.v1.";

  private final SplittableRandom random;
  private final boolean reroute;
  private final List<String> names = new ArrayList<>();
  private final Map<String, TestApplication> applications = new TreeMap<>();
  private final Map<String, List<Player>> players = new TreeMap<>();
  private final Map<Link, Queue<Timed>> underWay = new HashMap<>();
  private final Set<Link> linked = new HashSet<>();
  private final List<Guest> guests = new ArrayList<>();
  private final Map<Id, Made> calls = new LinkedHashMap<>();
  private final Set<String> everRan = new HashSet<>();
  private final Map<String, Id> services = new HashMap<>();
  private final Set<TestApplication> begun = new HashSet<>();
  private long seeds;
  private long boots;
  private Duration now = Duration.ZERO;

  int answered;
  int failed;
  int crashes;
  int cuts;

  /** One direction of a pair of nodes. */
  private record Link(String from, String to) {
    Link back() {
      return new Link(to, from);
    }
  }

  private record Timed(PeerMessage message, Duration sentAt) {}

  /** What the configuration says of a guest. */
  private record Guest(String name, String node, List<String> requires) {
    String exported() {
      return PACKAGE + name;
    }
  }

  /** What is known of a call. */
  private static final class Made {
    private final Player caller;
    private boolean delivered;
    private boolean over;
    private boolean neverRuns;
    private boolean timedOut;

    Made(Player caller) {
      this.caller = caller;
    }
  }

  /** One life of a guest. */
  private static final class Player {
    private final Guest guest;
    private final TestGuest calls;
    private final Map<String, TestGuest.Target> located = new HashMap<>();
    private final Queue<Id> toAnswer = new ArrayDeque<>();
    private boolean launched;
    private boolean gone;

    Player(Guest guest, TestGuest calls) {
      this.guest = guest;
      this.calls = calls;
    }

    boolean isAlive() {
      return calls.alive && !gone;
    }
  }

  RandomNodes(long seed, int nodes, int perNode) {
    random = new SplittableRandom(seed);
    reroute = random.nextBoolean();
    for (int n = 0; n < nodes; n++) {
      names.add("n" + n);
    }
    int services = nodes * perNode;
    for (int i = 0; i < services; i++) {
      List<String> requires = new ArrayList<>();
      for (int j = 0; j < i; j++) {
        if (random.nextInt(services) < 2) {
          requires.add(PACKAGE + "g" + j);
        }
      }
      guests.add(new Guest("g" + i, names.get(random.nextInt(nodes)), requires));
    }
    names.forEach(this::boot);
  }

  private void boot(String node) {
    List<String> others = new ArrayList<>(names);
    others.remove(node);
    Nodes nodes = new Nodes(node, others, Duration.ofHours(1), 1 << 20, true, reroute, ++boots);
    TestApplication application =
        new TestApplication(TestApplication.SETTINGS, nodes, random.nextLong() + seeds++);
    application.toOthers =
        (to, message) -> {
          Link link = new Link(node, to);
          if (linked.contains(link)) {
            underWay
                .computeIfAbsent(link, unused -> new ArrayDeque<>())
                .add(new Timed(message, now));
          }
        };
    application.pass(now);
    applications.put(node, application);
    players.put(node, new ArrayList<>());
    for (Guest guest : guests) {
      if (guest.node().equals(node)) {
        players.get(node).add(new Player(guest, application.admit(spec(guest))));
      }
    }
    application.start();
  }

  private static GuestSpec spec(Guest guest) {
    RestartPolicy restart =
        new RestartPolicy(
            RestartPolicy.When.ON_FAILURE,
            Duration.ofMillis(5),
            Duration.ofMillis(50),
            1000,
            Duration.ofMillis(100));
    return new GuestSpec(
        guest.name(),
        1,
        1,
        GuestKind.SERVER,
        4096,
        1000,
        1000,
        GuestSpec.DEFAULT_SERVICES,
        restart);
  }

  /** Lets so much happen. */
  RandomNodes run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
    return this;
  }

  private void step() {
    switch (random.nextInt(20)) {
      case 0 -> cutOrHeal();
      case 1 -> {
        if (random.nextInt(40) == 0) {
          crash(names.get(random.nextInt(names.size())));
        }
      }
      case 2 -> {
        if (random.nextInt(8) == 0) {
          fail(anyone());
        }
      }
      case 3 -> pass(Duration.ofMillis(random.nextInt(1, random.nextInt(20) == 0 ? 1500 : 40)));
      case 5, 6, 7, 8 -> call(anyone());
      case 10, 11, 12 -> read(anyone());
      case 13, 14 -> answer(anyone());
      default -> deliver();
    }
    playNewLives();
    checkOrder();
  }

  /** What runs by now had what it requires running before, or at the same time. */
  private void checkOrder() {
    List<ServiceView> running = new ArrayList<>();
    for (TestApplication application : applications.values()) {
      application.kernel.services().stream().filter(ServiceView::started).forEach(running::add);
    }
    running.forEach(service -> service.names().forEach(name -> everRan.add(name.toString())));
    for (ServiceView service : running) {
      assertThat(everRan)
          .as("what %s requires", service.names())
          .containsAll(service.requires().stream().map(Object::toString).toList());
    }
  }

  private Optional<Player> anyone() {
    List<Player> all = new ArrayList<>();
    players.values().forEach(all::addAll);
    all.removeIf(player -> !player.isAlive());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  /** What the kernels have started again, and what may begin. */
  private void playNewLives() {
    for (String node : names) {
      if (applications.get(node).endedWith().isPresent()) {
        // It had come back, and what it requires did not: whoever supervises processes tries again.
        assertThat(applications.get(node).endedWith()).hasValue(194);
        crash(node);
      }
      TestApplication application = applications.get(node);
      List<TestGuest> again = application.startedAgain();
      for (TestGuest life : List.copyOf(again)) {
        Guest guest =
            guests.stream()
                .filter(known -> known.name().equals(life.label))
                .findFirst()
                .orElseThrow();
        players.get(node).add(new Player(guest, life));
      }
      again.clear();
      if (application.hasBegun()) {
        players.get(node).stream().filter(Player::isAlive).forEach(this::begin);
      }
    }
  }

  private void begin(Player player) {
    if (player.located.containsKey("")) {
      return;
    }
    player.located.put("", new TestGuest.Target(Id.EMPTY, Id.EMPTY));
    forgetWhereNodesWereNotTogether(player.guest.node());
    TestGuest guest = player.calls;
    Id service = guest.register(player.guest.name());
    services.put(player.guest.name(), service);
    guest.export(service, player.guest.exported());
    guest.bind(service, "Do");
    if (!player.guest.requires().isEmpty()) {
      guest.require(service, player.guest.requires().toArray(String[]::new));
    }
    guest.launch(service);
  }

  /** A node whose process begins anew learns from those that are linked which ids it had. */
  private void forgetWhereNodesWereNotTogether(String node) {
    if (begun.add(applications.get(node))) {
      for (String other : names) {
        if (!other.equals(node) && !linked.contains(new Link(node, other))) {
          guests.stream()
              .filter(guest -> guest.node().equals(node))
              .forEach(
                  guest ->
                      players.get(other).forEach(player -> player.located.remove(guest.name())));
        }
      }
    }
  }

  private void call(Optional<Player> from) {
    if (from.isEmpty() || !from.get().launched) {
      return;
    }
    Player player = from.get();
    Guest callee = guests.get(random.nextInt(guests.size()));
    if (!player.located.containsKey(callee.name()) || random.nextInt(5) == 0) {
      Answer found =
          player.calls.handle(
              SystemCall.LOCATE,
              player.calls.locating(callee.exported(), Id.EMPTY).build().toByteArray());
      if (found.error() == 0) {
        LocateResponse response = parsed(found);
        player.located.put(
            callee.name(),
            new TestGuest.Target(
                Id.of(response.getServiceId()), Id.of(response.getBinding(0).getMethodId())));
      }
    }
    TestGuest.Target target = player.located.get(callee.name());
    if (target != null) {
      Id call = player.calls.newCall();
      byte[] request =
          player
              .calls
              .dispatching(target, call, "x")
              .setTimeoutInMillis(random.nextBoolean() ? 0 : random.nextInt(1, 2400))
              .build()
              .toByteArray();
      calls.put(call, new Made(player));
      if (player.calls.handle(SystemCall.DISPATCH, request).error() != 0) {
        calls.remove(call);
      }
    }
  }

  private static LocateResponse parsed(Answer found) {
    try {
      return LocateResponse.parseFrom(found.response());
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private void read(Optional<Player> reader) {
    if (reader.isEmpty()) {
      return;
    }
    Player player = reader.get();
    Optional<ReadOneResponse> event = player.calls.poke();
    event.ifPresent(what -> took(player, what));
  }

  private void took(Player player, ReadOneResponse event) {
    if (event.hasResolved()) {
      resolved(player, event.getResolved());
    } else if (event.hasBundle()) {
      Id id = Id.of(event.getBundle().getCallId());
      Made call = calls.get(id);
      assertThat(call.neverRuns).as("%s was told that it never ran", id).isFalse();
      assertThat(call.timedOut).as("%s runs after it has timed out", id).isFalse();
      assertThat(call.delivered).as("%s runs twice", id).isFalse();
      call.delivered = true;
      player.toAnswer.add(id);
    }
  }

  private void resolved(Player player, ResolvedCall resolved) {
    Id id = Id.of(resolved.getCallId());
    if (Id.of(resolved.getMethodId()).equals(Id.LAUNCH_METHOD)) {
      player.launched = resolved.getResultError() == 0;
      return;
    }
    Made call = calls.get(id);
    assertThat(call.caller).isSameAs(player);
    assertThat(call.over).as("%s ends twice", id).isFalse();
    call.over = true;
    if (resolved.hasFailure()) {
      failed++;
      call.neverRuns = !resolved.getFailure().getMayHaveRun();
      call.timedOut = resolved.getFailure().getReason() == KernelErr.RunTimeout;
      if (call.neverRuns) {
        assertThat(call.delivered).as("%s ran: %s", id, resolved.getFailure()).isFalse();
      }
    } else {
      answered++;
      assertThat(call.delivered).isTrue();
    }
  }

  private void answer(Optional<Player> who) {
    who.ifPresent(
        player -> {
          Id call = player.toAnswer.poll();
          if (call != null) {
            Answer unusedRefusalOfALateOne =
                player.calls.handle(
                    SystemCall.RETURN_VALUE,
                    player
                        .calls
                        .returning(call)
                        .setResult(TestGuest.any("y"))
                        .build()
                        .toByteArray());
          }
        });
  }

  private void fail(Optional<Player> who) {
    who.ifPresent(
        player -> {
          applications.get(player.guest.node()).end(player.calls, new Ending.Failed("by chance"));
          player.gone = true;
        });
  }

  private void pass(Duration duration) {
    now = now.plus(duration);
    names.forEach(node -> applications.get(node).pass(duration));
  }

  /** Some messages of some link arrive. */
  private void deliver() {
    List<Link> links = new ArrayList<>(underWay.keySet());
    links.sort((one, other) -> one.toString().compareTo(other.toString()));
    if (!links.isEmpty()) {
      Link link = links.get(random.nextInt(links.size()));
      for (int left = random.nextInt(1, 20); left > 0; left--) {
        deliver(link);
      }
    }
  }

  private void deliver(Link link) {
    Queue<Timed> queue = underWay.getOrDefault(link, new ArrayDeque<>());
    Timed next = queue.poll();
    if (next == null) {
      return;
    }
    Duration age = now.minus(next.sentAt());
    if (age.compareTo(SILENCE) > 0) {
      cut(link.from(), link.to());
      return;
    }
    applications.get(link.from()).kernel.written(link.to(), next.message().getSerializedSize());
    applications.get(link.to()).heard(link.from(), next.message(), age);
  }

  private void cutOrHeal() {
    String one = names.get(random.nextInt(names.size()));
    String other = names.get(random.nextInt(names.size()));
    if (one.equals(other)) {
      return;
    }
    if (linked.contains(new Link(one, other))) {
      if (random.nextInt(12) == 0) {
        cut(one, other);
      }
    } else {
      link(one, other);
    }
  }

  private void link(String one, String other) {
    Link link = new Link(one, other);
    if (linked.add(link)) {
      linked.add(link.back());
      applications.get(one).linked(other);
      applications.get(other).linked(one);
    }
  }

  /** Some of what was under way had been written and is lost; its sender knows of the rest. */
  private void cut(String one, String other) {
    cuts++;
    Link link = new Link(one, other);
    linked.remove(link);
    linked.remove(link.back());
    Set<Id> there = unwritten(link);
    Set<Id> back = unwritten(link.back());
    applications.get(one).lost(other, there);
    applications.get(other).lost(one, back);
  }

  private Set<Id> unwritten(Link link) {
    Queue<Timed> queue = underWay.remove(link);
    Set<Id> calls = new HashSet<>();
    if (queue != null) {
      int written = random.nextInt(queue.size() + 1);
      queue.stream()
          .skip(written)
          .filter(timed -> timed.message().hasCall())
          .forEach(timed -> calls.add(Id.of(timed.message().getCall().getCall())));
    }
    return calls;
  }

  private void crash(String node) {
    crashes++;
    for (Player player : players.get(node)) {
      player.gone = true;
    }
    for (String other : names) {
      Link link = new Link(node, other);
      if (linked.remove(link)) {
        linked.remove(link.back());
        underWay.remove(link);
        applications.get(other).lost(node, unwritten(link.back()));
      }
    }
    boot(node);
  }

  /** All links come back, everything arrives, every guest reads and answers. */
  RandomNodes heal() {
    for (String one : names) {
      names.stream().filter(other -> !other.equals(one)).forEach(other -> link(one, other));
    }
    for (int round = 0; round < 60; round++) {
      for (Link link : List.copyOf(underWay.keySet())) {
        while (!underWay.getOrDefault(link, new ArrayDeque<>()).isEmpty()) {
          deliver(link);
        }
      }
      for (String one : names) {
        names.stream().filter(other -> !other.equals(one)).forEach(other -> link(one, other));
      }
      playNewLives();
      checkOrder();
      for (List<Player> ofNode : players.values()) {
        for (Player player : List.copyOf(ofNode)) {
          for (int i = 0; player.isAlive() && i < 100; i++) {
            Optional<ReadOneResponse> event = player.calls.poke();
            if (event.isEmpty()) {
              break;
            }
            took(player, event.get());
          }
          while (player.isAlive() && !player.toAnswer.isEmpty()) {
            answer(Optional.of(player));
          }
        }
      }
      pass(Duration.ofMillis(100));
    }
    return this;
  }

  /** What holds once all is quiet. */
  void check() {
    for (Map.Entry<Id, Made> call : calls.entrySet()) {
      if (call.getValue().caller.isAlive()) {
        assertThat(call.getValue().over).as("%s has ended", call.getKey()).isTrue();
      }
    }
    for (List<Player> ofNode : players.values()) {
      assertThat(ofNode.stream().filter(Player::isAlive).filter(player -> !player.launched))
          .as("those that have not launched")
          .isEmpty();
      for (Player player : ofNode) {
        player.located.remove("");
        if (player.isAlive()) {
          player.located.forEach(
              (name, target) ->
                  assertThat(target.service())
                      .as("the id of %s, which %s located", name, player.guest.name())
                      .isEqualTo(services.get(name)));
        }
      }
    }
    Map<String, Set<String>> views = new TreeMap<>();
    for (String node : names) {
      Set<String> view = new TreeSet<>();
      for (ServiceView service : applications.get(node).kernel.services()) {
        String owner =
            service.guest().contains("/") ? service.guest() : node + "/" + service.guest();
        view.add(
            "%s %s %s %s %s %s"
                .formatted(
                    owner,
                    service.id(),
                    service.names(),
                    new TreeSet<>(service.requires().stream().map(Object::toString).toList()),
                    service.methods(),
                    service.started()));
      }
      views.put(node, view);
      assertThat(applications.get(node).kernel.calls(0)).isEmpty();
    }
    assertThat(new HashSet<>(views.values())).as("the views of the nodes").hasSize(1);
  }
}
