package parigot.plugin.httpconnector;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Which requests the receiver is called for: so many at once. When more have come, their clients
 * take turns, so that nobody waits for all that another wants. From any thread.
 */
final class Turns {
  /** One request. */
  @FunctionalInterface
  interface Request {
    /** Calls the receiver, and does not throw. False when that is not wanted any more. */
    boolean begin();
  }

  private final int atOnce;
  private final Map<Object, Queue<Request>> waiting = new LinkedHashMap<>();
  private int begun;

  /** Whether a thread lets requests begin; what ends meanwhile it sees. */
  private boolean handing;

  Turns(int atOnce) {
    this.atOnce = atOnce;
  }

  /** Begins it when it is its turn; {@link #leave} is due when what began has ended. */
  void enter(Object client, Request request) {
    synchronized (this) {
      waiting.computeIfAbsent(client, added -> new ArrayDeque<>()).add(request);
    }
    hand();
  }

  /** What began has ended: the next one may. */
  void leave() {
    synchronized (this) {
      begun--;
    }
    hand();
  }

  /** In a loop, for a request may end before its beginning has returned. */
  private void hand() {
    for (Optional<Request> next = next(); next.isPresent(); next = next()) {
      boolean began = false;
      try {
        began = next.get().begin();
      } finally {
        handed(began);
      }
    }
  }

  private synchronized Optional<Request> next() {
    Iterator<Map.Entry<Object, Queue<Request>>> clients = waiting.entrySet().iterator();
    if (handing || begun >= atOnce || !clients.hasNext()) {
      return Optional.empty();
    }
    Map.Entry<Object, Queue<Request>> first = clients.next();
    clients.remove();
    Request request = first.getValue().remove();
    if (!first.getValue().isEmpty()) {
      waiting.put(first.getKey(), first.getValue());
    }
    begun++;
    handing = true;
    return Optional.of(request);
  }

  private synchronized void handed(boolean began) {
    handing = false;
    if (!began) {
      begun--;
    }
  }

  /** How many wait for their turn. */
  synchronized int waiting() {
    return waiting.values().stream().mapToInt(Queue::size).sum();
  }

  /** Forgets one that waits for its turn. False when it has had it. */
  synchronized boolean withdraw(Object client, Request request) {
    Queue<Request> its = waiting.get(client);
    boolean waited = its != null && its.remove(request);
    if (waited && its.isEmpty()) {
      waiting.remove(client);
    }
    return waited;
  }
}
