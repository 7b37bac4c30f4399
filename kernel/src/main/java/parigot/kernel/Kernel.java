package parigot.kernel;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import parigot.v1.host.PeerKnown;
import parigot.v1.host.PeerMessage;
import parigot.v1.host.PeerStatus;

/**
 * The kernel as a value: it orders the start of the guests, finds services by name, matches answers
 * with calls and ends the application. It never waits, reads no clock and makes no random number,
 * so the same inputs give the same effects.
 *
 * <p>First {@link #admit} every configured guest, then {@link #start}; a guest may run as soon as
 * it was admitted and the kernel was started, with the {@link SystemCalls} made for it. From then
 * on everything that a guest's system calls say goes into {@link #handle}, in the order in which
 * that guest said it, and its end into {@link #ended}. Whenever {@link #nextDeadline} has come,
 * {@link #tick} is due. Each of these appends effects to a list, and they must be carried out in
 * that order.
 *
 * <p>Not for several threads at once: one actor owns it. Only the {@link Directory}, which its
 * effects change, and the {@link SystemCalls} live on other threads. Time is in nanoseconds since
 * an origin of the owner's choice, and never goes back.
 */
public final class Kernel {
  private final KernelSettings settings;
  private final IdSource ids;
  private final DependencyGraph graph = new DependencyGraph();
  private final FromGuest.Cases<Host> handling = new Handling();
  private final Launches launches;
  private final CallDeadlocks deadlocks = new CallDeadlocks();
  private final Calls calls;
  private final Timers timers = new Timers(deadlocks);
  private final Restarts restarts;
  private final Nodes nodes;
  private final Peers peers;

  private final Map<Id, Host> hosts = new LinkedHashMap<>();
  private final Set<Host> guests = new LinkedHashSet<>();
  private final Map<Id, Service> services = new LinkedHashMap<>();
  private final Map<Program, Host> living = new HashMap<>();
  private final Map<Program, Identities> identities = new HashMap<>();
  private final Map<Host, Long> exitDeadlines = new LinkedHashMap<>();

  /** The guests that were started again and have not launched, and until when: soonest first. */
  private final Map<Host, Long> startDeadlines = new LinkedHashMap<>();

  /** The same of those that are at their start, which may take longer than to launch then. */
  private final Map<Host, Long> startingAgain = new LinkedHashMap<>();

  /** What the guests' own halves take from earlier lives, until they are started. */
  private final Map<Program, Identities> given = new HashMap<>();

  private OptionalLong joinDeadline = OptionalLong.empty();
  private boolean ready;

  /** Those that have ended to be replaced, and are about to be admitted again. */
  private final Set<Program> replacing = new LinkedHashSet<>();

  private boolean started;
  private boolean joinedLate;
  private boolean drained;
  private OptionalLong drainDeadline = OptionalLong.empty();
  private boolean over;
  private Optional<Decision> decision = Optional.empty();
  private Optional<Shutdown> shutdown = Optional.empty();
  private int admitted;
  private int mains;
  private int mainsLeft;
  private int mainsCode;
  private boolean serverFailed;

  /**
   * How the application will end, once the work that has come from outside is done.
   *
   * @param byExit whether a guest has asked for it, and all are to end by themselves
   * @param everywhere whether the application ends on all nodes, and not on this one alone
   */
  private record Decision(int code, boolean byExit, boolean everywhere) {}

  /**
   * @param ids where host ids and the seeds of all other ids come from: hard to guess in production
   * @param current which calls guests are working on, asked while an input is taken
   */
  public Kernel(KernelSettings settings, IdSource ids, CurrentCalls current) {
    this(settings, Nodes.NONE, ids, current);
  }

  /**
   * @param nodes over which the application is spread
   * @param ids as above; another on each node
   */
  public Kernel(KernelSettings settings, Nodes nodes, IdSource ids, CurrentCalls current) {
    this.settings = settings;
    this.nodes = nodes;
    this.ids = requireNonNull(ids);
    this.calls =
        new Calls(
            settings.callTimeout(),
            deadlocks,
            current,
            nodes.reroute() ? Optional.of(new Instances(graph)) : Optional.empty());
    this.peers = new Peers(nodes, ids, services, graph, calls, new ThisNode());
    this.launches = new Launches(settings.launchTimeout(), graph, peers);
    this.restarts = new Restarts(ids);
  }

  /**
   * Makes a host for a guest that is about to be loaded or started again. A guest that had the same
   * name and instance must have ended; its services and methods will have the ids that they had.
   *
   * @return what the guest's own half is made from, with the id of its new host
   * @throws IllegalStateException when that guest still lives, or the application is ending
   */
  public Admission admit(GuestSpec spec, List<Effect> out) {
    Program program = Program.of(spec);
    if (living.containsKey(program)) {
      throw new IllegalStateException(
          "%s is admitted already and has not ended.".formatted(spec.label()));
    }
    if (shutdown.isPresent() && spec.kind() != GuestKind.EMBEDDER) {
      throw new IllegalStateException(
          "%s cannot start: the application is ending.".formatted(spec.label()));
    }
    Identities known = identities.computeIfAbsent(program, p -> new Identities());
    known.trim(
        spec.services(), (int) Math.min(Integer.MAX_VALUE, spec.budgets().names() / Budgets.NAME));
    Host host = new Host(Id.random(IdKind.HOST, ids), spec, nodes.label(spec.label()), known);
    hosts.put(host.id(), host);
    living.put(program, host);
    out.add(new Effect.Listed(new Listing.Admitted(host.id())));
    if (host.isGuest()) {
      guests.add(host);
    }
    if (host.kind() == GuestKind.MAIN && !replacing.contains(program)) {
      mains++;
      mainsLeft++;
    }
    replacing.remove(program);
    OptionalLong began = restarts.beganAgain(program);
    if (began.isPresent()) {
      host.again = true;
      startDeadlines.put(host, Times.after(began.getAsLong(), settings.launchTimeout()));
    }
    launches.changed(host);
    Identities copy = known.copy();
    if (!started && nodes.areSeveral()) {
      given.put(program, copy);
    }
    return new Admission(host.id(), spec, admitted++, SeededIds.Seed.from(ids), copy);
  }

  /**
   * Every configured guest was admitted and its module is loaded. With {@link Effect.Begin}, which
   * comes at once when there is no other node, the guests may run and the launch time-out begins.
   */
  public void start(long now, List<Effect> out) {
    ready = true;
    joinDeadline = OptionalLong.of(Times.after(now, nodes.joinTimeout()));
    beginIfComplete(now, out);
    conclude(now, out);
  }

  /** All nodes start together; one that comes later, or back, does not wait for others. */
  private void beginIfComplete(long now, List<Effect> out) {
    if (!ready || started || decision.isPresent()) {
      return;
    }
    joinedLate = peers.haveBegun();
    if (joinedLate || peers.missing().isEmpty()) {
      started = true;
      joinDeadline = OptionalLong.empty();
      given.clear();
      launches.start(now);
      restarts.start(now);
      out.add(new Effect.Begin());
    }
  }

  /** A session with another node has begun. */
  public void linked(String node, long now, List<Effect> out) {
    Peer peer = peers.get(node);
    peers.lost(peer, Set.of(), "it has come anew", now, out);
    peers.linked(peer, restarts.away(), now, out);
    conclude(now, out);
  }

  /**
   * The session with another node is over.
   *
   * @param why in some words for people
   * @param unwritten the calls among what it was to be told that certainly did not get there
   */
  public void lost(String node, String why, Set<Id> unwritten, long now, List<Effect> out) {
    peers.lost(peers.get(node), unwritten, why, now, out);
    conclude(now, out);
  }

  /**
   * Takes what another node's kernel has said, in the order in which it said it. Nothing, when no
   * session with it is under way.
   *
   * @param ageNanos for how long it was under way at most
   */
  public void heard(String node, PeerMessage said, long ageNanos, long now, List<Effect> out) {
    Peer peer = peers.get(node);
    List<Name> released = peers.heard(peer, said, ageNanos, now, out);
    if (shutdown.isPresent() && decision.get().everywhere()) {
      shutdown.get().released(released, guests, out);
    }
    if (!said.hasCall() && !said.hasResolved() && !said.hasWithdrawn()) {
      conclude(now, out);
    } else {
      endWhenDrained(now, out);
    }
    deadlocks.check(out);
  }

  /** So many bytes of what another node was to be told are on their way. */
  public void written(String node, long bytes) {
    peers.get(node).written(bytes);
  }

  /** What follows from what has changed. */
  private void conclude(long now, List<Effect> out) {
    beginIfComplete(now, out);
    if (shutdown.isEmpty()) {
      settle(now, out);
    }
    endWhenDrained(now, out);
    endWhenNobodyIsLeft(out);
    tellStatus(out);
  }

  /** How this node stands, for the others; after each input that may have changed it. */
  private void tellStatus(List<Effect> out) {
    if (!peers.areNone() && !isEndingAlone()) {
      peers.tell(
          PeerStatus.newBuilder()
              .setReady(ready)
              .setBegun(started)
              .setMains(mains)
              .setMainsLeft(mainsLeft)
              .setCode(mainsCode)
              .setGuestsLeft(!guests.isEmpty() || restarts.isPending())
              .setServerFailed(serverFailed)
              .setSettled(started && launches.isSettled() && !restarts.isPending())
              .build(),
          out);
    }
  }

  /** What others say of this node, and what concerns all of them. */
  private final class ThisNode implements Peers.Local {
    @Override
    public void known(PeerKnown known) {
      for (PeerKnown.Service service : known.getServicesList()) {
        Program program = new Program(service.getGuest(), service.getInstance());
        Identities toGuest = given.get(program);
        if (toGuest != null) {
          remember(service, toGuest);
          remember(service, identities.get(program));
        }
      }
    }

    private void remember(PeerKnown.Service known, Identities in) {
      Id id = Wire.id(known.getService());
      in.remember(known.getDebugName(), id);
      known
          .getMethodsList()
          .forEach(method -> in.remember(id, method.getName(), Wire.id(method.getMethod())));
    }

    @Override
    public void cycle(List<Service> members, String sentence, long now, List<Effect> out) {
      if (failedAtStart(launches.refuseCycle(members, sentence, out), out)) {
        stop(ExitCode.NOT_LAUNCHED, out);
      }
    }

    @Override
    public void endApplication(int code, boolean byExit, String node, List<Effect> out) {
      if (decision.isEmpty()) {
        out.add(
            new Effect.Report(
                Effect.Severity.INFO,
                "Node %s ends the application with code %d.".formatted(node, code)));
        decide(new Decision(code, byExit, true), out);
      }
    }

    @Override
    public boolean isLeaving() {
      return isEndingAlone();
    }

    @Override
    public boolean isEnding() {
      return decision.isPresent();
    }
  }

  /** Takes what a guest has done. Nothing, when that guest has ended. */
  public void handle(Id host, FromGuest said, long now, List<Effect> out) {
    Host from = hosts.get(host);
    if (from == null) {
      return;
    }
    said.giveTo(handling, from, now, out);
    if (drained) {
      endWhenDrained(now, out);
    }
    deadlocks.check(out);
  }

  /** What is done about each thing that a guest says. */
  private final class Handling implements FromGuest.Cases<Host> {
    @Override
    public void starting(FromGuest.Starting said, Host from, long now, List<Effect> out) {
      Kernel.this.starting(from, now);
    }

    @Override
    public void started(FromGuest.Started said, Host from, long now, List<Effect> out) {
      Kernel.this.started(from, now);
    }

    @Override
    public void registered(FromGuest.Registered said, Host from, long now, List<Effect> out) {
      change(from, now, out, () -> register(from, said, out));
    }

    @Override
    public void bound(FromGuest.Bound said, Host from, long now, List<Effect> out) {
      change(from, now, out, () -> bind(from, said, out));
    }

    @Override
    public void exported(FromGuest.Exported said, Host from, long now, List<Effect> out) {
      change(
          from,
          now,
          out,
          () -> {
            Service service = services.get(said.service());
            for (ServiceName name : said.names()) {
              graph.export(service, name, out);
              service.isExportedAs(name);
            }
            peers.exported(service, said.names(), out);
          });
    }

    @Override
    public void required(FromGuest.Required said, Host from, long now, List<Effect> out) {
      change(
          from,
          now,
          out,
          () -> {
            Service service = services.get(said.service());
            said.names().forEach(name -> graph.require(service, name));
            peers.required(service, said.names(), out);
          });
    }

    @Override
    public void launchAsked(FromGuest.LaunchAsked said, Host from, long now, List<Effect> out) {
      change(
          from,
          now,
          out,
          () -> {
            Service service = services.get(said.service());
            service.launchCall = said.call();
            graph.ask(service, launches.mayWaitUntil(from, now));
            peers.phase(service, out);
          });
    }

    /** When everything is ending, nothing new is launched. */
    private void change(Host from, long now, List<Effect> out, Runnable change) {
      if (shutdown.isEmpty()) {
        change.run();
        launches.changed(from);
        settle(now, out);
        endWhenNobodyIsLeft(out);
        tellStatus(out);
      }
    }

    @Override
    public void dispatched(FromGuest.Dispatched said, Host from, long now, List<Effect> out) {
      Service service = services.get(said.service());
      if (service == null) {
        Optional<Service> away = restarts.away(said.service());
        calls.dispatchToNobody(
            from, said, away.isPresent() ? away : peers.away(said.service()), now, out);
      } else {
        calls.dispatch(from, said, service, now, out);
      }
    }

    @Override
    public void withdrawn(FromGuest.Withdrawn said, Host from, long now, List<Effect> out) {
      calls.withdrawn(from, said.call(), out);
    }

    @Override
    public void returned(FromGuest.Returned said, Host from, long now, List<Effect> out) {
      calls.returned(from, said, now, out);
    }

    @Override
    public void returnedTooMuch(
        FromGuest.ReturnedTooMuch said, Host from, long now, List<Effect> out) {
      calls.returnedTooMuch(from, said, now, out);
    }

    @Override
    public void returnedLate(FromGuest.ReturnedLate said, Host from, long now, List<Effect> out) {
      calls.returnedLate(from, said.call(), out);
    }

    @Override
    public void exitAsked(FromGuest.ExitAsked said, Host from, long now, List<Effect> out) {
      Kernel.this.exitAsked(from, said, out);
    }

    @Override
    public void exitDelivered(FromGuest.ExitDelivered said, Host from, long now, List<Effect> out) {
      from.ending = true;
      exitDeadlines.putIfAbsent(from, Times.after(now, settings.exitGrace()));
    }

    @Override
    public void timerSet(FromGuest.TimerSet said, Host from, long now, List<Effect> out) {
      timers.set(from, said, now);
      timers.expire(now, out);
    }

    @Override
    public void timerCancelled(
        FromGuest.TimerCancelled said, Host from, long now, List<Effect> out) {
      timers.cancel(from, said.call());
    }

    @Override
    public void forgot(FromGuest.Forgot said, Host from, long now, List<Effect> out) {
      from.unread -= said.calls();
      from.callBytes -= said.bytes();
      calls.unbegun(from, said.unbegun(), out);
    }

    @Override
    public void took(FromGuest.Took said, Host from, long now, List<Effect> out) {
      from.resultBytes -= said.bytes();
    }

    @Override
    public void refused(FromGuest.Refused said, Host from, long now, List<Effect> out) {
      out.add(
          new Effect.Report(
              Effect.Severity.WARNING,
              from.label() + " " + said.key(),
              from.label() + " " + said.sentence()));
    }

    @Override
    public void idle(FromGuest.Idle said, Host from, long now, List<Effect> out) {
      deadlocks.idle(from);
    }
  }

  private void starting(Host host, long now) {
    launches.starting(host);
    if (startDeadlines.remove(host) != null) {
      Duration most = settings.launchTimeout().multipliedBy(Launches.PATIENCE);
      startingAgain.put(host, Times.after(now, most));
    }
  }

  private void started(Host host, long now) {
    launches.started(host, now);
    if (startingAgain.remove(host) != null && !host.isLaunched()) {
      startDeadlines.put(host, Times.after(now, settings.launchTimeout()));
    }
  }

  private void register(Host host, FromGuest.Registered made, List<Effect> out) {
    Id id = made.service();
    Service service = new Service(id, made.debugName(), host);
    // Clients of an earlier life know these methods already; their calls are held until it runs.
    List<ServiceView.Method> known = new ArrayList<>();
    host.identities()
        .methods(id)
        .forEach(
            (name, method) -> {
              service.methods.put(method, name);
              known.add(new ServiceView.Method(name, method));
            });
    host.identities().remember(made.debugName(), id);
    host.services.put(id, service);
    host.notAsked++;
    services.put(id, service);
    restarts.isBack(id);
    out.add(
        new Effect.Listed(
            new Listing.Registered(id, host.id(), host.spec().capacity(), false, known)));
    peers.registered(service, host.spec(), out);
  }

  private void bind(Host host, FromGuest.Bound bound, List<Effect> out) {
    Service service = services.get(bound.service());
    service.methods.put(bound.method(), bound.methodName());
    host.identities().remember(bound.service(), bound.methodName(), bound.method());
    out.add(
        new Effect.Listed(
            new Listing.Bound(
                bound.service(), new ServiceView.Method(bound.methodName(), bound.method()))));
    peers.bound(service, bound.methodName(), bound.method(), out);
  }

  private void settle(long now, List<Effect> out) {
    for (Service service : launches.launch(out)) {
      peers.phase(service, out);
      calls.launched(service, now, out);
      if (service.host().isLaunched()) {
        startDeadlines.remove(service.host());
        startingAgain.remove(service.host());
      }
    }
    if (!started || decision.isPresent()) {
      return;
    }
    boolean launchFailed = failedAtStart(launches.settle(now, out), out);
    if (haveAllMainsEnded()) {
      stop(codeOfMains(), out);
    } else if (isNobodyLeft()) {
      boolean failed = serverFailed || peers.statuses().anyMatch(PeerStatus::getServerFailed);
      stop(failed ? ExitCode.FAILED : 0, out);
    } else if (launchFailed) {
      stop(ExitCode.NOT_LAUNCHED, out);
    }
  }

  /** On all nodes. One that has never been there may have some. */
  private boolean haveAllMainsEnded() {
    int all = mains + peers.statuses().mapToInt(PeerStatus::getMains).sum();
    return all > 0
        && mainsLeft == 0
        && peers.statuses().allMatch(node -> node.getBegun() && node.getMainsLeft() == 0);
  }

  /** The first that is not 0, in the order of the nodes' names. */
  private int codeOfMains() {
    TreeMap<String, Integer> codes = new TreeMap<>();
    codes.put(nodes.self(), mainsCode);
    peers.all().forEach(peer -> codes.put(peer.node(), peer.status.getCode()));
    return codes.values().stream().filter(code -> code != 0).findFirst().orElse(0);
  }

  private boolean isNobodyLeft() {
    return guests.isEmpty()
        && !restarts.isPending()
        && peers.statuses().allMatch(node -> node.getBegun() && !node.getGuestsLeft());
  }

  private void exitAsked(Host host, FromGuest.ExitAsked exit, List<Effect> out) {
    int code = ExitCode.ofGuest(exit.code());
    host.askedCode = OptionalInt.of(code);
    if (exit.shutdownAll() && decision.isEmpty()) {
      out.add(
          new Effect.Report(
              Effect.Severity.INFO,
              "%s ends the application with code %d.".formatted(host.label(), code)));
      decide(new Decision(code, true, true), out);
    }
  }

  /** A guest has come to its end, by itself or as the kernel wanted. Nothing, the second time. */
  public void ended(Id id, Ending how, long now, List<Effect> out) {
    Host host = hosts.remove(id);
    if (host == null) {
      return;
    }
    guests.remove(host);
    living.remove(Program.of(host.spec()));
    exitDeadlines.remove(host);
    startDeadlines.remove(host);
    out.add(new Effect.Listed(new Listing.Ended(id)));
    launches.ended(host, now);
    startingAgain.remove(host);
    timers.ended(host);
    calls.ended(host, now, out);
    deadlocks.ended(host);
    restarts.forget(host.spec(), out);
    List<Name> released = new ArrayList<>();
    for (Service service : host.services.values()) {
      services.remove(service.id());
      released.addAll(graph.remove(service, isEndingAlone(), out));
    }
    boolean again = false;
    if (shutdown.isPresent()) {
      shutdown.get().ended(host, released, guests, out);
    } else if (host.replaced && decision.isEmpty()) {
      again = true;
      replacing.add(Program.of(host.spec()));
      restarts.replaced(host, now);
    } else {
      Ending known = host.failure.<Ending>map(Ending.Failed::new).orElse(how);
      again = judge(host, known, now, out);
    }
    if (!again) {
      for (Service service : host.services.values()) {
        out.add(new Effect.Listed(new Listing.Unregistered(service.id(), id)));
      }
    }
    // What ends with its node is there again when that is.
    peers.ended(host, again || isEndingAlone(), out);
    if (shutdown.isEmpty()) {
      settle(now, out);
    }
    endWhenDrained(now, out);
    if (host.replaced) {
      restarts.expire(now, out);
    }
    endWhenNobodyIsLeft(out);
    tellStatus(out);
    deadlocks.check(out);
  }

  /** Whether this node ends, and the application does not. */
  private boolean isEndingAlone() {
    return decision.isPresent() && !decision.get().everywhere();
  }

  /**
   * Ends a guest and has it started again at once, whatever its policy says: its owner has other
   * code for it. Calls to it end as at any end of a guest, its services and methods keep their ids,
   * and neither the end nor ends before are held against it. One that has ended is started.
   *
   * @return whether it will be; not, when the application is ending
   */
  public boolean replace(GuestSpec spec, long now, List<Effect> out) {
    if (decision.isPresent()) {
      return false;
    }
    Host host = living.get(Program.of(spec));
    if (host == null) {
      restarts.startNow(spec, now);
      restarts.expire(now, out);
    } else if (!host.replaced) {
      host.replaced = true;
      host.ending = true;
      exitDeadlines.putIfAbsent(host, Times.after(now, settings.exitGrace()));
      out.add(new Effect.Stop(host.id()));
    }
    return true;
  }

  /** Whether this guest lives, and all that it offers runs. */
  public boolean runs(GuestSpec spec) {
    Host host = living.get(Program.of(spec));
    return host != null && !host.replaced && host.isLaunched();
  }

  /**
   * What the end of this guest means for the application.
   *
   * @return whether the guest will be started again
   */
  private boolean judge(Host host, Ending how, long now, List<Effect> out) {
    boolean failed = how instanceof Ending.Failed && (!host.killed || host.failure.isPresent());
    if (host.kind() == GuestKind.MAIN) {
      int code = codeOf(host, how);
      mainsLeft--;
      mainsCode = mainsCode == 0 ? code : mainsCode;
      report(
          failed ? unlessEnding(Effect.Severity.ERROR) : Effect.Severity.INFO, host, "", how, out);
    } else if (host.kind() == GuestKind.SERVER) {
      failed |= hasLeftUnasked(host, how);
      serverFailed |= failed;
      if (!host.again && !host.launched) {
        report(unlessEnding(Effect.Severity.ERROR), host, " before it launched", how, out);
        stop(ExitCode.NOT_LAUNCHED, out);
      } else {
        report(unlessEnding(Effect.Severity.WARNING), host, "", how, out);
        return decision.isEmpty()
            && restarts.ended(host, failed || codeOf(host, how) != 0, now, out);
      }
    }
    return false;
  }

  /** What ends the application is to be heard, and not what follows from its end. */
  private Effect.Severity unlessEnding(Effect.Severity severity) {
    return decision.isEmpty() ? severity : Effect.Severity.INFO;
  }

  /**
   * A server serves until it asks to exit or is told to. One that was compiled long ago ends with
   * code 0 when a method of it has panicked.
   */
  private static boolean hasLeftUnasked(Host host, Ending how) {
    return host.kind() == GuestKind.SERVER
        && how instanceof Ending.Exited
        && !host.ending
        && host.askedCode.isEmpty();
  }

  private void report(
      Effect.Severity severity, Host host, String when, Ending how, List<Effect> out) {
    String sentence;
    if (how instanceof Ending.Failed failure) {
      sentence = "%s failed%s: %s".formatted(host.label(), when, failure.reason());
    } else if (how instanceof Ending.Exited exit) {
      int code = exit.code() == 0 ? host.askedCode.orElse(0) : exit.code();
      boolean surprising = code == 0 && host.launched && hasLeftUnasked(host, how);
      sentence =
          "%s exited with code %d%s%s."
              .formatted(
                  host.label(), code, when, surprising ? ", and had not asked to: it failed" : "");
    } else if (host.killed && host.askedCode.isPresent()) {
      sentence =
          "%s asked to exit with code %d, did not end within %s and was stopped%s."
              .formatted(
                  host.label(), host.askedCode.getAsInt(), Times.print(settings.exitGrace()), when);
    } else {
      sentence = "%s was stopped%s.".formatted(host.label(), when);
    }
    out.add(new Effect.Report(severity, sentence));
  }

  /**
   * A guest whose loop was broken ends with 0, whatever it had asked for; what it asked for wins.
   */
  private static int codeOf(Host host, Ending how) {
    int asked = host.askedCode.orElse(0);
    if (host.killed || how instanceof Ending.Stopped) {
      return asked;
    }
    if (how instanceof Ending.Exited exit) {
      int code = ExitCode.ofGuest(exit.code());
      return code == 0 ? asked : code;
    }
    return ExitCode.FAILED;
  }

  /** A node that has come back and fails fails alone: the application goes on without it. */
  private void stop(int code, List<Effect> out) {
    boolean failsAlone = joinedLate && code == ExitCode.NOT_LAUNCHED;
    decide(new Decision(code, false, !failsAlone), out);
  }

  /** The first decision counts. Guests serve on until what has come from outside is done. */
  private void decide(Decision what, List<Effect> out) {
    if (decision.isEmpty()) {
      decision = Optional.of(what);
      restarts.cancel(out);
      if (what.everywhere()) {
        peers.endApplication(what.code(), what.byExit(), out);
      } else {
        peers.leaving(out);
      }
      replacing.clear();
      out.add(new Effect.Drain());
    }
  }

  /**
   * The answer to {@link Effect.Drain}: nothing more comes from outside, and what had come is done.
   * Guests are stopped now. Nothing, when they are being stopped already.
   */
  public void drained(long now, List<Effect> out) {
    drained = true;
    drainDeadline = OptionalLong.of(Times.after(now, settings.exitGrace()));
    endWhenDrained(now, out);
  }

  /** Calls of other nodes that were under way are answered before, if that does not take long. */
  private void endWhenDrained(long now, List<Effect> out) {
    boolean waits =
        peers.callHere() && drainDeadline.isPresent() && drainDeadline.getAsLong() > now;
    if (decision.isPresent() && shutdown.isEmpty() && drained && !waits) {
      int code = decision.get().code();
      long deadline = Times.after(now, settings.exitGrace());
      shutdown =
          Optional.of(
              decision.get().byExit()
                  ? Shutdown.byExit(code, deadline, guests, out)
                  : Shutdown.dependantsFirst(
                      code, deadline, guests, decision.get().everywhere(), out));
      endWhenNobodyIsLeft(out);
      deadlocks.check(out);
    }
  }

  /** The last effect there is. */
  private void endWhenNobodyIsLeft(List<Effect> out) {
    if (guests.isEmpty() && shutdown.isPresent() && !over) {
      over = true;
      out.add(new Effect.ApplicationEnded(shutdown.get().code()));
    }
  }

  /**
   * Ends the application from outside: once it has {@link #drained}, guests are stopped, those
   * first on which no other depends. Nothing, when it is ending already. The application goes on on
   * the other nodes, if there are any.
   *
   * @param code what the application ends with
   */
  public void shutdown(int code, List<Effect> out) {
    decide(new Decision(code, false, peers.areNone()), out);
  }

  /** Does what is due. It may be called at any time. */
  public void tick(long now, List<Effect> out) {
    calls.expire(now, out);
    timers.expire(now, out);
    expireExits(now, out);
    expireStarts(now, out);
    if (shutdown.isPresent()) {
      shutdown.get().expire(now, guests, tooSlow(), out);
    } else if (decision.isEmpty() && failedAtStart(launches.expire(now, out), out)) {
      stop(ExitCode.NOT_LAUNCHED, out);
    }
    restarts.expire(now, out);
    peers.searchDeadlocks(now, out);
    expireJoin(now, out);
    endWhenDrained(now, out);
    endWhenNobodyIsLeft(out);
    tellStatus(out);
    deadlocks.check(out);
  }

  /**
   * A launch that fails before all have launched ends the application, for it is not what its
   * configuration says. Later it is the failure of those guests alone.
   */
  private boolean failedAtStart(Set<Host> refused, List<Effect> out) {
    for (Host host : refused) {
      if (startDeadlines.remove(host) != null || startingAgain.remove(host) != null) {
        endUnlaunched(host, out);
      }
    }
    return !launches.haveSucceeded() && refused.stream().anyMatch(host -> !host.again);
  }

  private void expireJoin(long now, List<Effect> out) {
    if (!started
        && decision.isEmpty()
        && joinDeadline.isPresent()
        && joinDeadline.getAsLong() <= now) {
      out.add(
          new Effect.Report(
              Effect.Severity.ERROR,
              "Not begun: within %s (join-timeout) %s."
                  .formatted(
                      Times.print(nodes.joinTimeout()),
                      peers.missing().stream()
                          .map(
                              node ->
                                  peers.get(node).isLinked()
                                      ? "node " + node + " was not ready"
                                      : "there was no link to node " + node)
                          .collect(Collectors.joining(", ")))));
      decide(new Decision(ExitCode.NOT_LAUNCHED, false, false), out);
    }
  }

  private void expireStarts(long now, List<Effect> out) {
    expireStarts(startDeadlines, now, out);
    expireStarts(startingAgain, now, out);
  }

  private void expireStarts(Map<Host, Long> deadlines, long now, List<Effect> out) {
    while (!deadlines.isEmpty()) {
      Map.Entry<Host, Long> next = deadlines.entrySet().iterator().next();
      if (next.getValue() > now) {
        return;
      }
      deadlines.remove(next.getKey());
      endUnlaunched(next.getKey(), out);
    }
  }

  private void endUnlaunched(Host host, List<Effect> out) {
    host.killed = true;
    host.failure =
        Optional.of(
            "it did not launch within %s: %s."
                .formatted(Times.print(settings.launchTimeout()), Launches.whatIsMissing(host)));
    out.add(new Effect.Kill(host.id(), host.failure.get()));
  }

  private void expireExits(long now, List<Effect> out) {
    while (!exitDeadlines.isEmpty()) {
      Map.Entry<Host, Long> next = exitDeadlines.entrySet().iterator().next();
      if (next.getValue() > now) {
        return;
      }
      exitDeadlines.remove(next.getKey());
      next.getKey().killed = true;
      out.add(new Effect.Kill(next.getKey().id(), tooSlow()));
    }
  }

  private String tooSlow() {
    return "it did not end within %s.".formatted(Times.print(settings.exitGrace()));
  }

  /** When the next {@link #tick} is due, if nothing else happens before. */
  public OptionalLong nextDeadline() {
    OptionalLong next = Times.earlier(calls.nextDeadline(), timers.nextDeadline());
    if (!exitDeadlines.isEmpty()) {
      next = Times.earlier(next, OptionalLong.of(exitDeadlines.values().iterator().next()));
    }
    next = Times.earlier(next, restarts.nextDeadline());
    next = Times.earlier(next, peers.nextDeadline());
    if (decision.isEmpty() && !started) {
      next = Times.earlier(next, joinDeadline);
    }
    if (shutdown.isEmpty()) {
      next = Times.earlier(next, drainDeadline);
    }
    next = Times.earlier(next, soonest(startDeadlines));
    next = Times.earlier(next, soonest(startingAgain));
    if (decision.isEmpty()) {
      return Times.earlier(next, launches.nextDeadline());
    }
    return guests.isEmpty() || shutdown.isEmpty()
        ? next
        : Times.earlier(next, shutdown.get().nextDeadline());
  }

  private static OptionalLong soonest(Map<Host, Long> deadlines) {
    return deadlines.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(deadlines.values().iterator().next());
  }

  /** How many answers came for calls that did not wait for them any more. */
  public long lateAnswers() {
    return calls.lateAnswers();
  }

  /** The guests that have not ended, in the order in which they were admitted. */
  public List<GuestView> guests() {
    return hosts.values().stream().map(Host::view).toList();
  }

  /** The other nodes, in the order of their names. */
  public List<NodeView> nodes() {
    return peers.all().stream().map(Peer::nodeView).toList();
  }

  /** The services of all the guests that have not ended. */
  public List<ServiceView> services() {
    return services.values().stream().map(Service::view).toList();
  }

  /** The service with this printed id: {@code [svc-a1b2]} or its long form. */
  public Optional<ServiceView> findService(String printedId) {
    return paths().printedAs(printedId).stream().findFirst().map(Service::view);
  }

  /**
   * Whether what one requires leads, directly or through others, to the other.
   *
   * @param from a printed name, such as {@code greeting.v1.greeting}, or a service's printed id
   * @param to the same
   */
  public boolean pathExists(String from, String to) {
    return paths().exists(from, to);
  }

  private Paths paths() {
    return new Paths(graph.names(), services.values());
  }

  /** How often the search for deadlocks has gone from one guest on to another, until now. */
  long deadlockSteps() {
    return deadlocks.steps();
  }

  /** How often the search for launches that wait for each other has looked at one, until now. */
  long launchesLookedAt() {
    return launches.lookedAt();
  }

  /** The calls that wait for an answer, the oldest first. */
  public List<CallView> calls(long now) {
    return calls.open().stream().map(call -> call.view(now)).toList();
  }

  /** Whether nothing is kept of any guest or call, but for the ids of a guest's next life. */
  boolean isEmpty() {
    return hosts.isEmpty()
        && guests.isEmpty()
        && services.isEmpty()
        && living.isEmpty()
        && replacing.isEmpty()
        && exitDeadlines.isEmpty()
        && graph.isEmpty()
        && launches.isEmpty()
        && calls.isEmpty()
        && timers.isEmpty()
        && deadlocks.isEmpty()
        && startDeadlines.isEmpty()
        && startingAgain.isEmpty()
        && restarts.isEmpty()
        && peers.isEmpty();
  }
}
