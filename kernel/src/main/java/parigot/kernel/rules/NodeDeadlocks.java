package parigot.kernel.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import parigot.kernel.Effect;
import parigot.kernel.Id;
import parigot.kernel.Printable;
import parigot.v1.host.PeerMessage;
import parigot.v1.host.PeerSearch;

/**
 * Finds guests whose calls wait for each other over several nodes.
 *
 * <p>From a guest that has waited for another node for half a second, a search goes to all that it
 * waits for, from node to node, and comes back. It ends without a word where a guest may go on by
 * itself. A search that has come back twice with the same guests, all of them idle, and the same
 * calls has found a deadlock: between its two rounds nobody in it had anything to do, and nothing
 * was under way between them. The first round has each of them say whether it is idle.
 */
final class NodeDeadlocks {
  /** How long a call to another node waits before its caller is looked at. */
  static final long AGE_NANOS = 500_000_000;

  /** How long after one round the next one may begin. */
  private static final long INTERVAL_NANOS = 200_000_000;

  /** When a search that has not come back is given up. */
  private static final long LOST_NANOS = 5_000_000_000L;

  /** From how many guests searches go at a time, and how many calls one may follow. */
  private static final int SEARCHES = 64;

  private static final int LONGEST_SEARCH = 500;

  private final String self;
  private final Peers peers;
  private final Calls calls;
  private final Map<Id, Search> searches = new LinkedHashMap<>();
  private OptionalLong lastRound = OptionalLong.empty();
  private long numbers;

  /** The search that goes out from one guest. */
  private static final class Search {
    private long number;
    private long begunAt;
    private boolean under;
    private Optional<Found> before = Optional.empty();
  }

  /** What a round has found, to compare it with the next one's. */
  private record Found(Map<Id, Long> idleGuests, Set<Id> calls) {}

  NodeDeadlocks(String self, Peers peers, Calls calls) {
    this.self = self;
    this.peers = peers;
    this.calls = calls;
  }

  OptionalLong nextDeadline() {
    long first = Long.MAX_VALUE;
    for (Peer peer : peers.all()) {
      Optional<Call> oldest = peer.calls().oldestServing();
      if (oldest.isPresent()) {
        first = Math.min(first, oldest.get().madeAt() + AGE_NANOS);
      }
    }
    if (first == Long.MAX_VALUE) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        lastRound.isPresent() ? Math.max(first, lastRound.getAsLong() + INTERVAL_NANOS) : first);
  }

  /** Begins what is due. */
  void tick(long now, List<Effect> out) {
    OptionalLong due = nextDeadline();
    if (due.isEmpty()) {
      searches.clear();
      return;
    }
    if (due.getAsLong() > now) {
      return;
    }
    lastRound = OptionalLong.of(now);
    Map<Id, Host> waiting = waiting(now);
    searches.keySet().retainAll(waiting.keySet());
    waiting.forEach(
        (id, host) -> {
          Search search = searches.computeIfAbsent(id, unused -> new Search());
          if (!search.under || now - search.begunAt > LOST_NANOS) {
            search.number = ++numbers;
            search.begunAt = now;
            search.under = begin(host, search, out);
          }
        });
  }

  /** The guests of this node that wait for another one for long. */
  private Map<Id, Host> waiting(long now) {
    Map<Id, Host> waiting = new LinkedHashMap<>();
    for (Peer peer : peers.all()) {
      for (Call call : peer.calls().serving()) {
        if (call.madeAt() + AGE_NANOS > now || waiting.size() == SEARCHES) {
          break;
        }
        waiting.put(call.caller().id(), call.caller());
      }
    }
    return waiting;
  }

  /** Whether the search has gone to another node. */
  private boolean begin(Host start, Search search, List<Effect> out) {
    PeerSearch.Builder token =
        PeerSearch.newBuilder().setOrigin(self).setStart(start.id().raw()).setNumber(search.number);
    boolean goesOn = follow(start, token, out) && pass(token, out);
    if (!goesOn) {
      search.before = Optional.empty();
    }
    return goesOn;
  }

  /** A search has come from another node, on its way or back. */
  void heard(PeerSearch said, List<Effect> out) {
    PeerSearch.Builder token = said.toBuilder();
    for (int i = 0; i < token.getCallsCount(); i++) {
      PeerSearch.Call call = token.getCalls(i);
      if (!call.hasCallee() && call.getNode().equals(self)) {
        // One that is not here is under way, or answered.
        Optional<Call> found = calls.find(Id.of(call.getCall()));
        if (found.isEmpty() || found.get().callee().isPeer()) {
          return;
        }
        Host callee = found.get().callee();
        token.setCalls(i, call.toBuilder().setCallee(callee.id().raw()));
        if (!follow(callee, token, out)) {
          return;
        }
      }
    }
    boolean isOver = token.getCallsList().stream().allMatch(PeerSearch.Call::hasCallee);
    if (isOver && token.getOrigin().equals(self)) {
      cameBack(token.build(), out);
    } else {
      boolean unusedGoesOn = pass(token, out);
    }
  }

  /**
   * Adds this guest and all of this node that it waits for.
   *
   * @return whether the search goes on: false when one of them may act by itself
   */
  private boolean follow(Host start, PeerSearch.Builder token, List<Effect> out) {
    Set<Id> known =
        token.getGuestsList().stream()
            .map(guest -> Id.of(guest.getHost()))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Deque<Host> toVisit = new ArrayDeque<>(List.of(start));
    while (!toVisit.isEmpty()) {
      Host host = toVisit.pop();
      if (!known.add(host.id())) {
        continue;
      }
      if (CallDeadlocks.mayActByItself(host)
          || token.getCallsCount() + host.calls().madeCount() > LONGEST_SEARCH) {
        return false;
      }
      boolean idle = CallDeadlocks.isIdle(host);
      if (!idle) {
        CallDeadlocks.probe(host, out);
      }
      token.addGuests(
          PeerSearch.Guest.newBuilder()
              .setHost(host.id().raw())
              .setNode(self)
              .setDelivered(host.calls().events())
              .setIdle(idle));
      for (Call call : host.calls().made()) {
        PeerSearch.Call.Builder made =
            PeerSearch.Call.newBuilder()
                .setCall(call.id().raw())
                .setCaller(host.id().raw())
                .setText(CallChain.link(call));
        if (call.callee().isPeer()) {
          made.setNode(call.callee().label());
        } else {
          made.setNode(self).setCallee(call.callee().id().raw());
          toVisit.push(call.callee());
        }
        token.addCalls(made);
      }
    }
    return true;
  }

  /**
   * Hands a search on to the next node that it has to see, or back.
   *
   * @return whether it has gone
   */
  private boolean pass(PeerSearch.Builder token, List<Effect> out) {
    String next =
        token.getCallsList().stream()
            .filter(call -> !call.hasCallee())
            .map(PeerSearch.Call::getNode)
            .findFirst()
            .orElse(token.getOrigin());
    Optional<Peer> peer =
        peers.all().stream().filter(one -> one.node().equals(next) && one.isLinked()).findFirst();
    peer.ifPresent(to -> to.tell(PeerMessage.newBuilder().setSearch(token).build(), out));
    return peer.isPresent();
  }

  private void cameBack(PeerSearch said, List<Effect> out) {
    Search search = searches.get(Id.of(said.getStart()));
    if (search == null || !search.under || search.number != said.getNumber()) {
      return;
    }
    search.under = false;
    if (!said.getGuestsList().stream().allMatch(PeerSearch.Guest::getIdle)) {
      search.before = Optional.empty();
      return;
    }
    Found found =
        new Found(
            said.getGuestsList().stream()
                .collect(
                    Collectors.toMap(
                        guest -> Id.of(guest.getHost()), PeerSearch.Guest::getDelivered)),
            said.getCallsList().stream()
                .map(call -> Id.of(call.getCall()))
                .collect(Collectors.toSet()));
    if (search.before.equals(Optional.of(found))) {
      report(said, out);
    } else {
      search.before = Optional.of(found);
    }
  }

  /** Says it once, on the node of the ring whose name is the first. */
  private void report(PeerSearch said, List<Effect> out) {
    List<PeerSearch.Call> ring = ring(said.getCallsList());
    Map<Id, String> nodes = new HashMap<>();
    said.getGuestsList().forEach(guest -> nodes.put(Id.of(guest.getHost()), guest.getNode()));
    boolean isOurs =
        ring.stream()
            .map(call -> nodes.get(Id.of(call.getCaller())))
            .min(String::compareTo)
            .equals(Optional.of(self));
    List<Call> here =
        ring.stream()
            .map(call -> calls.find(Id.of(call.getCall())))
            .flatMap(Optional::stream)
            .toList();
    if (isOurs && !here.stream().allMatch(Call::isInKnownDeadlock)) {
      here.forEach(Call::knownInDeadlock);
      List<String> links =
          ring.stream().map(call -> Printable.of(call.getText(), CallChain.LONGEST_LINK)).toList();
      List<String> callers = links.stream().map(CallChain::caller).toList();
      CallDeadlocks.report(callers, links.stream(), out);
    }
  }

  /** Calls that make a ring: from the first guest along the oldest call of each. */
  private static List<PeerSearch.Call> ring(Collection<PeerSearch.Call> all) {
    Map<Id, PeerSearch.Call> oldest = new LinkedHashMap<>();
    all.forEach(call -> oldest.putIfAbsent(Id.of(call.getCaller()), call));
    List<PeerSearch.Call> walked = new ArrayList<>();
    Set<Id> seen = new LinkedHashSet<>();
    Id host = oldest.keySet().iterator().next();
    while (seen.add(host)) {
      PeerSearch.Call call = oldest.get(host);
      walked.add(call);
      host = Id.of(call.getCallee());
    }
    int first = 0;
    while (!Id.of(walked.get(first).getCaller()).equals(host)) {
      first++;
    }
    return walked.subList(first, walked.size());
  }
}
