package parigot.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parigot.v1.host.PeerAnnounced;
import parigot.v1.host.PeerBound;
import parigot.v1.host.PeerCall;
import parigot.v1.host.PeerCycle;
import parigot.v1.host.PeerEndApplication;
import parigot.v1.host.PeerEnded;
import parigot.v1.host.PeerExported;
import parigot.v1.host.PeerKnown;
import parigot.v1.host.PeerLeaving;
import parigot.v1.host.PeerLeavingSeen;
import parigot.v1.host.PeerMessage;
import parigot.v1.host.PeerMethod;
import parigot.v1.host.PeerName;
import parigot.v1.host.PeerPhase;
import parigot.v1.host.PeerRegistered;
import parigot.v1.host.PeerRequired;
import parigot.v1.host.PeerResolved;
import parigot.v1.host.PeerStatus;
import protosupport.v1.host.IdRaw;
import syscall.v1.host.KernelErr;

/**
 * The other nodes: what is told to them of this one, and what they say of theirs, which stands in
 * the same graph and the same matcher as what runs here.
 */
final class Peers implements Launches.Others {
  /** How much earlier than its caller's kernel this one fails a call, and at most which part. */
  private static final long EARLIER_NANOS = 100_000_000;

  private static final int EARLIER_PART = 8;

  /** How many services and methods are remembered of each guest of another node. */
  private static final int REMEMBERED = 100_000;

  private static final int LONGEST_SENTENCE = 4_000;

  private final Map<String, Peer> peers = new TreeMap<>();
  private final Map<Id, Service> services;
  private final DependencyGraph graph;
  private final Calls calls;
  private final Local local;
  private final NodeDeadlocks deadlocks;
  private PeerStatus told = PeerStatus.getDefaultInstance();

  /** What the kernel makes of what concerns this node. */
  interface Local {
    /** These ids had its guests' names in an earlier life of this node. */
    void known(PeerKnown known);

    void cycle(List<Service> members, String sentence, long now, List<Effect> out);

    void endApplication(int code, boolean byExit, String node, List<Effect> out);

    /** Whether this node takes no more calls from others. */
    boolean isLeaving();

    /** Whether the application ends, or this node does. */
    boolean isEnding();
  }

  Peers(
      Nodes nodes,
      IdSource ids,
      Map<Id, Service> services,
      DependencyGraph graph,
      Calls calls,
      Local local) {
    this.services = services;
    this.graph = graph;
    this.calls = calls;
    this.local = local;
    for (String node : nodes.others()) {
      peers.put(node, new Peer(Id.random(IdKind.HOST, ids), node, nodes.queue()));
    }
    deadlocks = new NodeDeadlocks(nodes.self(), peers, calls);
  }

  boolean areNone() {
    return peers.isEmpty();
  }

  /** One of the configured nodes. */
  Peer get(String node) {
    Peer peer = peers.get(node);
    if (peer == null) {
      throw new IllegalArgumentException("There is no node %s.".formatted(node));
    }
    return peer;
  }

  /** In the order of their names. */
  Collection<Peer> all() {
    return peers.values();
  }

  Stream<PeerStatus> statuses() {
    return peers.values().stream().map(peer -> peer.status);
  }

  /** Those that are not linked, or not ready. */
  List<String> missing() {
    return peers.values().stream()
        .filter(peer -> !peer.isLinked() || !peer.status.getReady())
        .map(Peer::node)
        .toList();
  }

  /** Whether some node has begun before, and each that is linked has said what it knows. */
  boolean haveBegun() {
    List<Peer> there = peers.values().stream().filter(Peer::isLinked).toList();
    return there.stream().anyMatch(peer -> peer.status.getBegun())
        && there.stream().allMatch(peer -> peer.announced);
  }

  @Override
  public boolean areSettled() {
    return peers.values().stream()
        .allMatch(peer -> peer.isLinked() && peer.announced && peer.status.getSettled());
  }

  /** When {@link #searchDeadlocks} is due. */
  OptionalLong nextDeadline() {
    return deadlocks.nextDeadline();
  }

  /** Looks for guests of several nodes that wait for each other, when it is time. */
  void searchDeadlocks(long now, List<Effect> out) {
    deadlocks.tick(now, out);
  }

  /** Whether calls from other nodes wait for an answer, or may be under way to this one. */
  boolean callHere() {
    return peers.values().stream()
        .anyMatch(
            peer ->
                !peer.made.isEmpty()
                    || (peer.isLinked() && local.isLeaving() && !peer.seesLeaving));
  }

  /** The service with this id, when it is on a node that is away, or its guest is. */
  Optional<Service> away(Id service) {
    return peers.values().stream()
        .map(peer -> Optional.ofNullable(peer.away.get(service)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  // What is told.

  private void tellAll(PeerMessage message, List<Effect> out) {
    peers.values().forEach(peer -> peer.tell(message, out));
  }

  /** Says how this node stands, when that has changed. */
  void tell(PeerStatus status, List<Effect> out) {
    if (!status.equals(told)) {
      told = status;
      tellAll(PeerMessage.newBuilder().setStatus(status).build(), out);
    }
  }

  void registered(Service service, GuestSpec spec, List<Effect> out) {
    if (!areNone()) {
      tellAll(registered(service, spec), out);
    }
  }

  private static PeerMessage registered(Service service, GuestSpec spec) {
    PeerRegistered.Builder said =
        PeerRegistered.newBuilder()
            .setService(Wire.raw(service.id()))
            .setDebugName(service.debugName())
            .setGuest(spec.name())
            .setInstance(spec.instance())
            .setLabel(service.owner())
            .setCapacity(spec.capacity());
    service.methods.forEach((id, name) -> said.addMethods(method(name, id)));
    return PeerMessage.newBuilder().setRegistered(said).build();
  }

  private static PeerMethod method(String name, Id id) {
    return PeerMethod.newBuilder().setName(name).setMethod(Wire.raw(id)).build();
  }

  void bound(Service service, String name, Id method, List<Effect> out) {
    if (!areNone()) {
      PeerBound said =
          PeerBound.newBuilder()
              .setService(Wire.raw(service.id()))
              .setMethod(method(name, method))
              .build();
      tellAll(PeerMessage.newBuilder().setBound(said).build(), out);
    }
  }

  void exported(Service service, List<ServiceName> names, List<Effect> out) {
    if (!areNone()) {
      tellAll(exported(service, names), out);
    }
  }

  private static PeerMessage exported(Service service, List<ServiceName> names) {
    PeerExported.Builder said =
        PeerExported.newBuilder()
            .setService(Wire.raw(service.id()))
            .setCallTimeout(service.callTimeout);
    names.forEach(name -> said.addNames(name(name)));
    return PeerMessage.newBuilder().setExported(said).build();
  }

  void required(Service service, List<ServiceName> names, List<Effect> out) {
    if (!areNone()) {
      tellAll(required(service, names), out);
    }
  }

  private static PeerMessage required(Service service, List<ServiceName> names) {
    PeerRequired.Builder said = PeerRequired.newBuilder().setService(Wire.raw(service.id()));
    names.forEach(name -> said.addNames(name(name)));
    return PeerMessage.newBuilder().setRequired(said).build();
  }

  private static PeerName name(ServiceName name) {
    return PeerName.newBuilder()
        .setPackagePath(name.packagePath())
        .setService(name.service())
        .build();
  }

  /** A service of this node has come further. */
  void phase(Service service, List<Effect> out) {
    if (!areNone() && !service.isRemote()) {
      tellAll(phase(service), out);
    }
  }

  private static PeerMessage phase(Service service) {
    PeerPhase.Phase phase =
        switch (service.phase) {
          case REGISTERED -> PeerPhase.Phase.REGISTERED;
          case WAITING -> PeerPhase.Phase.WAITING;
          case RUNNING -> PeerPhase.Phase.RUNNING;
          case REFUSED -> PeerPhase.Phase.REFUSED;
        };
    return PeerMessage.newBuilder()
        .setPhase(PeerPhase.newBuilder().setService(Wire.raw(service.id())).setPhase(phase))
        .build();
  }

  @Override
  public void refused(Service service, List<Effect> out) {
    phase(service, out);
  }

  @Override
  public void cycle(Deadlock deadlock, String sentence, List<Effect> out) {
    if (!areNone()) {
      PeerCycle.Builder said = PeerCycle.newBuilder().setSentence(sentence);
      deadlock.members().forEach(service -> said.addServices(Wire.raw(service.id())));
      tellAll(PeerMessage.newBuilder().setCycle(said).build(), out);
    }
  }

  /** A guest of this node has ended. */
  void ended(Host host, boolean again, List<Effect> out) {
    if (!areNone() && !host.services.isEmpty()) {
      tellAll(ended(host.label(), host.services.values(), again), out);
    }
  }

  private static PeerMessage ended(String label, Collection<Service> services, boolean again) {
    PeerEnded.Builder said = PeerEnded.newBuilder().setLabel(label).setAgain(again);
    services.forEach(service -> said.addServices(Wire.raw(service.id())));
    return PeerMessage.newBuilder().setEnded(said).build();
  }

  void leaving(List<Effect> out) {
    tellAll(PeerMessage.newBuilder().setLeaving(PeerLeaving.getDefaultInstance()).build(), out);
  }

  void endApplication(int code, boolean byExit, List<Effect> out) {
    PeerEndApplication said =
        PeerEndApplication.newBuilder().setCode(code).setByExit(byExit).build();
    tellAll(PeerMessage.newBuilder().setEndApplication(said).build(), out);
  }

  // What is said by others.

  /**
   * A session with this node begins: all that runs here is said to it.
   *
   * @param away services of this node whose guests will be started again
   */
  void linked(Peer peer, Collection<Service> away, long now, List<Effect> out) {
    peer.linkedAt = OptionalLong.of(now);
    peer.leaving = false;
    peer.unheard.addAll(peer.away.keySet());
    out.add(new Effect.Listed(new Listing.Admitted(peer.id())));
    out.add(new Effect.Report(Effect.Severity.INFO, "Node %s is linked.".formatted(peer.node())));
    peer.tell(PeerMessage.newBuilder().setKnown(known(peer)).build(), out);
    for (Service service : services.values()) {
      if (!service.isRemote()) {
        peer.tell(registered(service, service.host().spec()), out);
        peer.tell(exported(service, names(service.exports)), out);
        peer.tell(required(service, names(service.requires)), out);
        peer.tell(phase(service), out);
      }
    }
    away.stream()
        .collect(Collectors.groupingBy(Service::owner))
        .forEach((label, its) -> peer.tell(ended(label, its, true), out));
    peer.tell(
        PeerMessage.newBuilder().setAnnounced(PeerAnnounced.getDefaultInstance()).build(), out);
    peer.tell(PeerMessage.newBuilder().setStatus(told).build(), out);
    if (local.isLeaving()) {
      peer.tell(PeerMessage.newBuilder().setLeaving(PeerLeaving.getDefaultInstance()).build(), out);
    }
  }

  private static List<ServiceName> names(Set<Name> names) {
    return names.stream().map(Name::name).toList();
  }

  private static PeerKnown known(Peer peer) {
    PeerKnown.Builder known = PeerKnown.newBuilder();
    peer.known.forEach(
        (program, ids) ->
            ids.services()
                .forEach(
                    (debugName, services) ->
                        services.forEach(
                            id -> {
                              PeerKnown.Service.Builder service =
                                  known
                                      .addServicesBuilder()
                                      .setGuest(program.name())
                                      .setInstance(program.instance())
                                      .setDebugName(debugName)
                                      .setService(Wire.raw(id));
                              ids.methods(id)
                                  .forEach(
                                      (name, method) -> service.addMethods(method(name, method)));
                            })));
    return known.build();
  }

  /**
   * The session with this node is over.
   *
   * @param unwritten the calls to it that certainly did not get there
   */
  void lost(Peer peer, Set<Id> unwritten, String why, long now, List<Effect> out) {
    if (!peer.isLinked()) {
      return;
    }
    peer.unlinked();
    out.add(new Effect.Listed(new Listing.Ended(peer.id())));
    out.add(
        new Effect.Report(
            peer.leaving || local.isEnding() ? Effect.Severity.INFO : Effect.Severity.WARNING,
            Printable.of("Node %s is away: %s.".formatted(peer.node(), why), LONGEST_SENTENCE)));
    for (Service service : List.copyOf(peer.services.values())) {
      leave(peer, service, out);
    }
    calls.lost(peer, unwritten, why, now, out);
  }

  /** The service is not there any more, and stays listed under its id. */
  private void leave(Peer peer, Service service, List<Effect> out) {
    remove(peer, service, out);
    peer.away.put(service.id(), service);
  }

  /**
   * Takes a service out of all that is known.
   *
   * @return the names that nobody requires any more
   */
  private List<Name> remove(Peer peer, Service service, List<Effect> out) {
    peer.services.remove(service.id());
    peer.programs.remove(service.id());
    services.remove(service.id());
    return graph.remove(service, false, out);
  }

  /**
   * Takes what another node's kernel has said. What does not fit is left out: that node knows
   * better, or it is a later version.
   *
   * @param age for how long it was under way at most, in nanoseconds
   * @return the names that nobody requires any more because of it
   */
  List<Name> heard(Peer peer, PeerMessage said, long age, long now, List<Effect> out) {
    if (!peer.isLinked()) {
      return List.of();
    }
    switch (said.getKindCase()) {
      case KNOWN -> local.known(said.getKnown());
      case STATUS -> peer.status = said.getStatus();
      case REGISTERED -> registered(peer, said.getRegistered(), out);
      case BOUND -> bound(peer, said.getBound(), out);
      case EXPORTED -> exported(peer, said.getExported(), out);
      case REQUIRED ->
          find(peer, said.getRequired().getService())
              .ifPresent(
                  service ->
                      said.getRequired()
                          .getNamesList()
                          .forEach(name -> graph.require(service, name(name))));
      case PHASE ->
          find(peer, said.getPhase().getService())
              .ifPresent(service -> phase(service, said.getPhase().getPhase(), out));
      case ENDED -> {
        return ended(peer, said.getEnded(), out);
      }
      case ANNOUNCED -> announced(peer, out);
      case CALL -> call(peer, said.getCall(), age, now, out);
      case RESOLVED -> resolved(peer, said.getResolved(), now, out);
      case WITHDRAWN -> calls.withdrawn(peer, Wire.id(said.getWithdrawn().getCall()), out);
      case CYCLE ->
          local.cycle(
              said.getCycle().getServicesList().stream()
                  .map(id -> Optional.ofNullable(services.get(Wire.id(id))))
                  .flatMap(Optional::stream)
                  .toList(),
              said.getCycle().getSentence(),
              now,
              out);
      case LEAVING -> leaving(peer, out);
      case LEAVING_SEEN -> peer.seesLeaving = true;
      case SEARCH -> deadlocks.heard(said.getSearch(), out);
      case END_APPLICATION ->
          local.endApplication(
              said.getEndApplication().getCode(),
              said.getEndApplication().getByExit(),
              peer.node(),
              out);
      case KIND_NOT_SET -> {
        // A later version says more than this one knows.
      }
    }
    return List.of();
  }

  private static Optional<Service> find(Peer peer, IdRaw id) {
    return Optional.ofNullable(peer.services.get(Wire.id(id)));
  }

  private static ServiceName name(PeerName name) {
    return new ServiceName(name.getPackagePath(), name.getService());
  }

  private void registered(Peer peer, PeerRegistered said, List<Effect> out) {
    Id id = Wire.id(said.getService());
    Optional<Service> before = find(peer, said.getService());
    before.ifPresent(service -> remove(peer, service, out));
    if (services.containsKey(id)) {
      out.add(
          new Effect.Report(
              Effect.Severity.ERROR,
              "%s has registered a service with an id that is taken: it is not known here."
                  .formatted(said.getLabel())));
      return;
    }
    Service service = new Service(id, said.getDebugName(), peer, said.getGuest(), said.getLabel());
    Program program = new Program(said.getGuest(), said.getInstance());
    peer.programs.put(id, program);
    Identities known = peer.known.computeIfAbsent(program, unused -> new Identities());
    known.trim(REMEMBERED, REMEMBERED);
    known.remember(said.getDebugName(), id);
    List<ServiceView.Method> methods = new ArrayList<>();
    for (PeerMethod method : said.getMethodsList()) {
      Id methodId = Wire.id(method.getMethod());
      service.methods.put(methodId, method.getName());
      known.remember(id, method.getName(), methodId);
      methods.add(new ServiceView.Method(method.getName(), methodId));
    }
    services.put(id, service);
    peer.services.put(id, service);
    peer.away.remove(id);
    peer.unheard.remove(id);
    peer.notAsked++;
    int capacity = Math.max(GuestSpec.LEAST_CAPACITY, said.getCapacity());
    out.add(new Effect.Listed(new Listing.Registered(id, peer.id(), capacity, true, methods)));
  }

  private void bound(Peer peer, PeerBound said, List<Effect> out) {
    find(peer, said.getService())
        .ifPresent(
            service -> {
              String name = said.getMethod().getName();
              Id method = Wire.id(said.getMethod().getMethod());
              service.methods.put(method, name);
              peer.known.get(peer.programs.get(service.id())).remember(service.id(), name, method);
              out.add(
                  new Effect.Listed(
                      new Listing.Bound(service.id(), new ServiceView.Method(name, method))));
            });
  }

  private void exported(Peer peer, PeerExported said, List<Effect> out) {
    find(peer, said.getService())
        .ifPresent(
            service -> {
              service.callTimeout = Math.max(0, said.getCallTimeout());
              said.getNamesList().forEach(name -> graph.export(service, name(name), out));
            });
  }

  private void phase(Service service, PeerPhase.Phase said, List<Effect> out) {
    if (said == PeerPhase.Phase.REGISTERED || said == PeerPhase.Phase.UNRECOGNIZED) {
      return;
    }
    if (service.is(Service.Phase.REGISTERED)) {
      graph.ask(service, Long.MAX_VALUE);
    }
    if (service.is(Service.Phase.WAITING)) {
      if (said == PeerPhase.Phase.RUNNING) {
        graph.run(service, out);
      } else if (said == PeerPhase.Phase.REFUSED) {
        graph.refuse(service);
      }
    }
  }

  private List<Name> ended(Peer peer, PeerEnded said, List<Effect> out) {
    List<Name> released = new ArrayList<>();
    for (IdRaw raw : said.getServicesList()) {
      Id id = Wire.id(raw);
      peer.unheard.remove(id);
      Optional<Service> known = find(peer, raw);
      known.ifPresent(service -> released.addAll(remove(peer, service, out)));
      if (said.getAgain()) {
        known.ifPresent(service -> peer.away.put(id, service));
      } else if (known.isPresent() || peer.away.remove(id) != null) {
        out.add(new Effect.Listed(new Listing.Unregistered(id, peer.id())));
      }
    }
    return released;
  }

  /** What was there in an earlier session and is there no more is forgotten. */
  private static void announced(Peer peer, List<Effect> out) {
    peer.announced = true;
    for (Id gone : new LinkedHashSet<>(peer.unheard)) {
      peer.away.remove(gone);
      out.add(new Effect.Listed(new Listing.Unregistered(gone, peer.id())));
    }
    peer.unheard.clear();
  }

  private void call(Peer peer, PeerCall said, long age, long now, List<Effect> out) {
    Id id = Wire.id(said.getCall());
    Id method = Wire.id(said.getMethod());
    Service service = services.get(Wire.id(said.getService()));
    long waits = Math.max(0, said.getTimeoutMicros()) * 1000 - age;
    waits -= Math.min(EARLIER_NANOS, waits / EARLIER_PART);
    if (local.isLeaving()) {
      calls.notThere(peer, id, method, "The node of the called guest is stopping.", out);
    } else if (service == null || service.isRemote()) {
      calls.notThere(peer, id, method, "The called guest ended before the call reached it.", out);
    } else if (waits <= 0) {
      resolveLate(peer, id, method, out);
    } else {
      Payload param = Peer.payload(said.hasParam(), said.getParam());
      Call call =
          new Call(
              id,
              peer,
              Printable.of(said.getCaller(), Budgets.LONGEST_NAME),
              Math.max(GuestSpec.LEAST_CAPACITY, said.getCallerCapacity()),
              service,
              method,
              method,
              param,
              now,
              waits);
      calls.dispatchFrom(call, now, out);
    }
  }

  private static void resolveLate(Peer peer, Id call, Id method, List<Effect> out) {
    Event.Resolved resolved =
        new Event.Resolved(
            call,
            method,
            Payload.ABSENT,
            Failures.DISPATCH_ERROR,
            Optional.of(
                Failures.of(
                    KernelErr.RunTimeout,
                    "The call was under way for longer than its caller waits.",
                    List.of(),
                    false)));
    peer.deliver(resolved, out);
  }

  private void resolved(Peer peer, PeerResolved said, long now, List<Effect> out) {
    FromGuest.Returned answer =
        new FromGuest.Returned(
            Wire.id(said.getCall()),
            Peer.payload(said.hasResult(), said.getResult()),
            said.getError(),
            said.hasFailure() ? Optional.of(said.getFailure()) : Optional.empty());
    calls.returned(peer, answer, now, out);
  }

  /** No new calls go there: whoever locates a name finds the others that export it. */
  private static void leaving(Peer peer, List<Effect> out) {
    if (!peer.leaving) {
      peer.leaving = true;
      peer.tell(
          PeerMessage.newBuilder().setLeavingSeen(PeerLeavingSeen.getDefaultInstance()).build(),
          out);
      for (Service service : peer.services.values()) {
        if (service.is(Service.Phase.RUNNING)) {
          for (Name name : service.exports) {
            out.add(new Effect.Listed(new Listing.Withdrawn(name.name(), service.id())));
          }
        }
      }
      out.add(
          new Effect.Report(Effect.Severity.INFO, "Node %s is stopping.".formatted(peer.node())));
    }
  }

  boolean isEmpty() {
    return peers.values().stream()
        .allMatch(peer -> peer.made.isEmpty() && peer.serving.isEmpty() && !peer.isLinked());
  }
}
