package parigot.kernel.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parigot.kernel.Effect;
import parigot.kernel.ExitCode;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.Listing;
import parigot.kernel.Printable;
import parigot.kernel.ServiceView;
import parigot.v1.host.PeerBound;
import parigot.v1.host.PeerCycle;
import parigot.v1.host.PeerEndApplication;
import parigot.v1.host.PeerEnded;
import parigot.v1.host.PeerExported;
import parigot.v1.host.PeerMessage;
import parigot.v1.host.PeerPhase;
import parigot.v1.host.PeerRegistered;
import parigot.v1.host.PeerRequired;
import protosupport.v1.host.IdRaw;

/**
 * The sessions with other nodes, and what these say of theirs: it stands in the same graph and the
 * same matcher as what runs here.
 */
final class FromPeers {
  private static final int LONGEST_SENTENCE = 4_000;

  private final Peers peers;
  private final Guests guests;
  private final Services services;
  private final Restarts restarts;
  private final Calls calls;
  private final RemoteCalls remoteCalls;
  private final NodeDeadlocks deadlocks;
  private final ApplicationStart start;
  private final ApplicationEnd end;
  private final Movables movables;

  FromPeers(
      Peers peers,
      Guests guests,
      Services services,
      Restarts restarts,
      Calls calls,
      NodeDeadlocks deadlocks,
      ApplicationStart start,
      ApplicationEnd end,
      Movables movables) {
    this.peers = peers;
    this.guests = guests;
    this.services = services;
    this.restarts = restarts;
    this.calls = calls;
    this.deadlocks = deadlocks;
    this.remoteCalls = new RemoteCalls(services, calls);
    this.start = start;
    this.end = end;
    this.movables = movables;
  }

  /** A session with this node begins: all that runs here is said to it. */
  void linked(Peer peer, long now, List<Effect> out) {
    peer.linked(now);
    out.add(new Effect.Listed(new Listing.Admitted(peer.id())));
    out.add(new Effect.Report(Effect.Severity.INFO, "Node %s is linked.".formatted(peer.node())));
    peer.tell(PeerMessages.known(peer, guests.startedAt()), out);
    for (Service service : services.all()) {
      if (!service.isRemote()) {
        tellAll(service, peer, out);
      }
    }
    restarts.away().stream()
        .collect(Collectors.groupingBy(Service::owner))
        .forEach((label, its) -> peer.tell(PeerMessages.ended(label, its, true), out));
    peer.tell(PeerMessages.ANNOUNCED, out);
    peer.tell(PeerMessages.status(peers.told()), out);
    if (end.isOfThisNodeAlone()) {
      peer.tell(PeerMessages.LEAVING, out);
    }
  }

  private static void tellAll(Service service, Peer peer, List<Effect> out) {
    ServiceLaunch launch = service.launch();
    peer.tell(PeerMessages.registered(service, service.host().spec()), out);
    peer.tell(PeerMessages.exported(service, PeerMessages.names(launch.exports())), out);
    peer.tell(PeerMessages.required(service, PeerMessages.names(launch.requires())), out);
    peer.tell(PeerMessages.phase(service), out);
  }

  /**
   * The session with this node is over. Nothing, when there was none.
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
            peer.isLeaving() || end.isDecided() ? Effect.Severity.INFO : Effect.Severity.WARNING,
            Printable.of("Node %s is away: %s.".formatted(peer.node(), why), LONGEST_SENTENCE)));
    movables.isLostWith(peer);
    for (Service service : List.copyOf(peer.services())) {
      peer.leave(service);
      services.remove(service, false, out);
    }
    calls.lost(peer, unwritten, why, now, out);
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
      case KNOWN -> {
        peer.startedAt(said.getKnown().getStartedAt());
        guests.known(said.getKnown());
      }
      case STATUS -> peer.says(said.getStatus());
      case REGISTERED -> registered(peer, said.getRegistered(), out);
      case BOUND -> bound(peer, said.getBound(), out);
      case EXPORTED -> exported(peer, said.getExported(), out);
      case REQUIRED -> required(peer, said.getRequired());
      case PHASE -> phase(peer, said.getPhase(), out);
      case ENDED -> {
        return ended(peer, said.getEnded(), out);
      }
      case ANNOUNCED -> announced(peer, out);
      case CALL -> remoteCalls.made(peer, said.getCall(), age, end.isOfThisNodeAlone(), now, out);
      case RESOLVED -> remoteCalls.resolved(peer, said.getResolved(), now, out);
      case WITHDRAWN -> calls.withdrawn(peer, Id.of(said.getWithdrawn().getCall()), now, out);
      case CYCLE -> cycle(said.getCycle(), out);
      case LEAVING -> leaving(peer, out);
      case LEAVING_SEEN -> peer.seesLeaving();
      case SEARCH -> deadlocks.heard(said.getSearch(), out);
      case LEASE -> movables.leases().asked(peer, said.getLease(), now, out);
      case LEASED -> movables.leases().given(peer, said.getLeased());
      case RELEASED -> movables.leases().released(peer, said.getReleased());
      case END_APPLICATION -> endApplication(peer, said.getEndApplication(), out);
      case KIND_NOT_SET -> {
        // A later version says more than this one knows.
      }
    }
    return List.of();
  }

  private Optional<Service> find(Peer peer, IdRaw id) {
    return services.find(Id.of(id)).filter(service -> service.host().equals(peer));
  }

  private void registered(Peer peer, PeerRegistered said, List<Effect> out) {
    compareCode(peer, said.getGuest(), said.getCode(), out);
    Id id = Id.of(said.getService());
    find(peer, said.getService()).ifPresent(service -> remove(peer, service, out));
    GuestKey program = new GuestKey(said.getGuest(), said.getInstance());
    Optional<Service> before = Optional.empty();
    if (movables.isMovable(program)) {
      movables.runsAt(peer, program);
      before = leavesOtherNodes(id, out);
    }
    if (services.contains(id)) {
      out.add(
          new Effect.Report(
              Effect.Severity.ERROR,
              List.of(said.getLabel()),
              "%s has registered a service with an id that is taken: it is not known here."
                  .formatted(said.getLabel())));
      return;
    }
    Service service = new Service(id, said.getDebugName(), peer, said.getGuest(), said.getLabel());
    said.getMethodsList()
        .forEach(method -> service.bind(Id.of(method.getMethod()), method.getName()));
    // Who has located it elsewhere calls the methods that it had there.
    before.ifPresent(
        its ->
            its.methods().stream()
                .filter(method -> service.methodName(method.id()).isEmpty())
                .forEach(method -> service.bind(method.id(), method.name())));
    services.add(service);
    peer.add(service, program);
    int capacity = Math.max(GuestSpec.LEAST_CAPACITY, said.getCapacity());
    out.add(
        new Effect.Listed(
            new Listing.Registered(id, peer.id(), capacity, true, service.methods())));
  }

  /**
   * A movable guest runs on another node than it did, of which this one has not heard yet that it
   * has ended there.
   *
   * @return the service as it was there, or is known of one that is away
   */
  private Optional<Service> leavesOtherNodes(Id id, List<Effect> out) {
    Optional<Service> known = services.find(id);
    if (known.isEmpty()) {
      known = restarts.away(id).or(() -> peers.away(id));
    }
    restarts.isBack(id);
    peers.forget(id, services, out);
    return known;
  }

  /** Nodes are upgraded one after the other, so other code is no mistake; but it may be one. */
  private void compareCode(Peer peer, String guest, String code, List<Effect> out) {
    // A node of an earlier version does not say.
    if (code.isEmpty() || peer.runs(guest, code)) {
      return;
    }
    if (guests.codeOf(guest).filter(own -> !own.equals(code)).isPresent()) {
      out.add(
          new Effect.Report(
              Effect.Severity.WARNING,
              List.of(guest),
              Printable.of(
                  "Node %s runs other code of the guest %s than this node."
                      .formatted(peer.node(), guest),
                  LONGEST_SENTENCE)));
    }
  }

  /**
   * Takes a service out of all that is known.
   *
   * @return the names that nobody requires any more
   */
  private List<Name> remove(Peer peer, Service service, List<Effect> out) {
    peer.drop(service);
    return services.remove(service, false, out);
  }

  private void bound(Peer peer, PeerBound said, List<Effect> out) {
    find(peer, said.getService())
        .ifPresent(
            service -> {
              String name = said.getMethod().getName();
              Id method = Id.of(said.getMethod().getMethod());
              peer.bind(service, name, method);
              out.add(
                  new Effect.Listed(
                      new Listing.Bound(service.id(), new ServiceView.Method(name, method))));
            });
  }

  private void exported(Peer peer, PeerExported said, List<Effect> out) {
    find(peer, said.getService())
        .ifPresent(
            service -> {
              service.callTimeout(Math.max(0, said.getCallTimeout()));
              said.getNamesList()
                  .forEach(name -> services.graph().export(service, PeerMessages.name(name), out));
            });
  }

  private void required(Peer peer, PeerRequired said) {
    find(peer, said.getService())
        .ifPresent(
            service ->
                said.getNamesList()
                    .forEach(name -> services.graph().require(service, PeerMessages.name(name))));
  }

  private void phase(Peer peer, PeerPhase said, List<Effect> out) {
    find(peer, said.getService())
        .ifPresent(
            service -> {
              switch (said.getPhase()) {
                case WAITING -> asks(service);
                case RUNNING -> {
                  asks(service);
                  if (service.launch().is(ServiceLaunch.Phase.WAITING)) {
                    services.graph().run(service, out);
                  }
                }
                case REFUSED -> {
                  asks(service);
                  if (service.launch().is(ServiceLaunch.Phase.WAITING)) {
                    services.graph().refuse(service);
                  }
                }
                case REGISTERED, UNRECOGNIZED -> {
                  // It has come no further, or a later version has phases that this one has not.
                }
              }
            });
  }

  private void asks(Service service) {
    if (service.launch().is(ServiceLaunch.Phase.REGISTERED)) {
      services.graph().ask(service, Id.EMPTY, Long.MAX_VALUE);
    }
  }

  private List<Name> ended(Peer peer, PeerEnded said, List<Effect> out) {
    List<Name> released = new ArrayList<>();
    for (IdRaw raw : said.getServicesList()) {
      Id id = Id.of(raw);
      peer.heardOf(id);
      Optional<Service> known = find(peer, raw);
      known.ifPresent(service -> released.addAll(remove(peer, service, out)));
      if (said.getAgain()) {
        known.ifPresent(peer::isAway);
      } else if (known.isPresent() || peer.forget(id)) {
        out.add(new Effect.Listed(new Listing.Unregistered(id, peer.id())));
      }
    }
    return released;
  }

  /** What was there in an earlier session and is there no more is forgotten. */
  private static void announced(Peer peer, List<Effect> out) {
    for (Id gone : peer.announced()) {
      out.add(new Effect.Listed(new Listing.Unregistered(gone, peer.id())));
    }
  }

  private void cycle(PeerCycle said, List<Effect> out) {
    List<Service> members =
        said.getServicesList().stream()
            .map(id -> services.find(Id.of(id)))
            .flatMap(Optional::stream)
            .toList();
    if (start.refuseCycle(members, said.getSentence(), out)) {
      end.byOutcome(ExitCode.NOT_LAUNCHED, out);
    }
  }

  /** No new calls go there: whoever locates a name finds the others that export it. */
  private static void leaving(Peer peer, List<Effect> out) {
    if (!peer.isLeaving()) {
      peer.leaving();
      peer.tell(PeerMessages.LEAVING_SEEN, out);
      for (Service service : peer.services()) {
        if (service.isRunning()) {
          for (Name name : service.launch().exports()) {
            out.add(new Effect.Listed(new Listing.Withdrawn(name.name(), service.id())));
          }
        }
      }
      out.add(
          new Effect.Report(Effect.Severity.INFO, "Node %s is stopping.".formatted(peer.node())));
    }
  }

  private void endApplication(Peer peer, PeerEndApplication said, List<Effect> out) {
    end.byNode(peer.node(), said.getCode(), said.getByExit(), out);
  }
}
