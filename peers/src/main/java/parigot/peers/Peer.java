package parigot.peers;

import com.google.protobuf.ByteString;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another node: its session, of which there is one at most, and what is told of it. Lives on the
 * loop, but for {@link #send} and {@link #view}.
 */
final class Peer implements Session.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Peer.class);
  private static final Comparator<Session.Start> LATER =
      Comparator.comparingLong(Session.Start::incarnation).thenComparingLong(Session.Start::dial);

  private final NodeAddress address;
  private final Optional<String> pool;
  private final LinkSettings settings;
  private final LinkListener listener;
  private final Consumer<Runnable> loop;
  private final LongSupplier numbers;
  private final OncePerCause told = new OncePerCause();

  private Runnable free = () -> {};
  private volatile Optional<Session> live = Optional.empty();
  private volatile Optional<String> lastRefusal = Optional.empty();
  private volatile Optional<String> lastTrouble = Optional.empty();
  private final AtomicLong staleFrames = new AtomicLong();

  /**
   * @param pool the pool of which it is a node, if it is one of a pool's
   */
  Peer(
      NodeAddress address,
      Optional<String> pool,
      LinkSettings settings,
      LinkListener listener,
      Consumer<Runnable> loop,
      LongSupplier numbers) {
    this.address = address;
    this.pool = pool;
    this.settings = settings;
    this.listener = listener;
    this.loop = loop;
    this.numbers = numbers;
  }

  NodeAddress address() {
    return address;
  }

  String node() {
    return address.node();
  }

  boolean isOf(String itsPool) {
    return pool.isPresent() && pool.get().equals(itsPool);
  }

  /** The name that its certificate has. */
  String certifiedAs() {
    return pool.orElse(node());
  }

  /** Runs this whenever a session has ended. */
  void whenFree(Runnable then) {
    free = then;
  }

  Optional<Session> live() {
    return live;
  }

  /** Any thread. */
  boolean send(long session, ByteString frame, long tag) {
    Optional<Session> now = live;
    return now.isPresent() && now.get().number() == session && now.get().send(frame, tag);
  }

  /** Whether a session that begins so is of a process, or an attempt, before the live one's. */
  boolean isOutdated(Session.Start start) {
    return live.isPresent() && LATER.compare(start, live.get().start()) < 0;
  }

  /** Whether a later process of the node than this one is linked. */
  boolean hasLater(long incarnation) {
    return live.isPresent() && live.get().start().incarnation() > incarnation;
  }

  /** Begins a session on the stream. One that is live ends before. */
  void link(Stream stream, Session.Start start) {
    live.ifPresent(before -> before.lose("it has dialled again"));
    Session session = new Session(numbers.getAsLong(), start, stream, settings, loop, this);
    live = Optional.of(session);
    told.forget();
    lastRefusal = Optional.empty();
    lastTrouble = Optional.empty();
    stream.readBy(session);
    tell(() -> listener.linked(node(), session.number()));
  }

  /** Tells why a link does not come about, once for each cause. */
  void refused(String sentence) {
    lastRefusal = Optional.of(sentence);
    if (told.isNew(sentence)) {
      tell(() -> listener.refused(node(), sentence));
    }
  }

  void trouble(String why) {
    lastTrouble = Optional.of(why);
  }

  /** Says goodbye, if there is anybody. */
  void leave(Runnable gone) {
    live.ifPresentOrElse(session -> session.leave(gone), gone);
  }

  /** Does not wait any longer until all is said. */
  void hangUp() {
    live.ifPresent(session -> session.lose(Session.LEFT));
  }

  void tick() {
    live.ifPresent(Session::tick);
  }

  @Override
  public void received(Session session, ByteString frame, long ageNanos) {
    try {
      listener.received(node(), session.number(), frame, ageNanos);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  @Override
  public void written(Session session, long bytes) {
    tell(() -> listener.written(node(), session.number(), bytes));
  }

  @Override
  public void dropped(int frames) {
    staleFrames.addAndGet(frames);
  }

  @Override
  public void ended(Session session, String why) {
    live = Optional.empty();
    lastTrouble = Optional.of(why);
    List<Long> unwritten = session.unwritten();
    tell(() -> listener.lost(node(), session.number(), why, unwritten));
    free.run();
  }

  private void tell(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  /** A listener that fails must not take the links with it. */
  private void failed(RuntimeException e) {
    LOG.error("The listener of the link to node {} has failed.", node(), e);
  }

  /** Any thread. */
  LinkView view() {
    Optional<Session> now = live;
    return new LinkView(
        node(),
        address,
        now.map(Session::since),
        now.map(session -> OptionalLong.of(session.number())).orElseGet(OptionalLong::empty),
        now.map(Session::roundTrip),
        now.map(Session::queuedBytes).orElse(0L),
        staleFrames.get(),
        lastRefusal,
        lastTrouble);
  }
}
