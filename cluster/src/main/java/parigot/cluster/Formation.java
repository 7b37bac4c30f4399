package parigot.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.actors.Application;
import parigot.actors.Moves;
import parigot.kernel.MovableView;
import parigot.kernel.NodeView;
import parigot.runtime.StartException;

/**
 * Brings this node into the group that decides where movable guests run, and back into it. There is
 * to be one group: it is founded by a node that has the leave of most nodes, none of which is in a
 * group, and the lowest-named of those that have begun and are linked asks for that; any other
 * joins those that its links tell of. So a node that is cut off waits, and founds nothing.
 */
final class Formation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.moving");
  private static final long STEP_MILLIS = 250;
  private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();
  private static final long END_SECONDS = 10;

  /** How long it may take to say that this node has left, over a link that may be slow. */
  private static final long TELL_SECONDS = 5;

  /** How long the others may take to let this node go, when its guests have gone. */
  private static final long LEAVE_SECONDS = 15;

  private final GroupSettings settings;
  private final Application application;
  private final Moves moves;
  private final Optional<Pool> pool;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "parigot-moving");
            made.setDaemon(true);
            return made;
          });
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  // Of the thread alone.
  private Optional<Group> group = Optional.empty();
  private String name = "";
  private boolean member;
  private boolean running;
  private boolean leaving;
  private long since;
  private OptionalLong waitsSince = OptionalLong.empty();

  Formation(GroupSettings settings, Application application) {
    this.settings = settings;
    this.application = application;
    moves = application.moves();
    pool = settings.node().pool().map(name -> new Pool(settings.node(), moves));
  }

  void begin() {
    ScheduledFuture<?> unusedRunsToTheEnd =
        thread.scheduleWithFixedDelay(this::step, 0, STEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void step() {
    try {
      look();
    } catch (StartException ended) {
      // The application has: there is nothing to decide any more.
      thread.shutdown();
    } catch (RuntimeException e) {
      LOG.error("The place of movable guests cannot be decided here; it is tried again", e);
      drop();
    }
  }

  private void look() {
    Moves.Standing standing = moves.standing();
    if (leaving) {
      completeWhenNoneIsHere();
    }
    if (standing.leaving() || left.isDone()) {
      return;
    }
    if (group.filter(Group::isOver).isPresent()) {
      LOG.warn(
          "This node is out of the group of nodes {}: its movable guests run elsewhere.", name);
      drop();
    }
    // What a pool's nodes have come to does not count: they join those that stand in the placement.
    List<NodeView> linked =
        application.nodes().stream()
            .filter(node -> node.linkedAt().isPresent() && settings.isNamed(node.name()))
            .toList();
    if (group.isEmpty()) {
      // It takes some seconds, which are over when the nodes have found each other.
      group = Optional.of(new Group(settings));
    }
    pool.ifPresent(its -> its.look(group.get()));
    if (!standing.begun()) {
      return;
    }
    if (name.isEmpty()) {
      enter(standing, linked);
    } else if (!member) {
      if (group.get().isIn()) {
        member = true;
        moves.memberOf(name);
      } else if (System.nanoTime() - since > PATIENCE_NANOS) {
        LOG.warn("The group of nodes {} has not let this node in; it is tried again.", name);
        drop();
      }
    } else if (waitsInVain()) {
      LOG.warn(
          "Guests that are to run here have waited too long for the leave of most nodes: this node"
              + " leaves the group of nodes {}, so that they run elsewhere.",
          name);
      giveUp();
    } else if (isTheSmaller(linked)) {
      LOG.warn("There are two groups of nodes, and {} is the smaller one: this node leaves.", name);
      giveUp();
    } else if (!running && group.get().isUp()) {
      running = true;
      LOG.info("This node is in the group of nodes {}.", name);
      group.get().run(moves);
    }
  }

  /**
   * Whether something is to run here that may not, and for longer than it takes until promises to
   * others are over. The members reach this node, so they leave it here; but the kernels do not,
   * for a link that is slow or goes one way.
   */
  private boolean waitsInVain() {
    boolean waits =
        moves.guests().stream()
            .anyMatch(
                guest ->
                    guest.node().equals(settings.node().name())
                        && guest.state() == MovableView.State.WAITING);
    if (!waits) {
      waitsSince = OptionalLong.empty();
      return false;
    }
    long now = System.nanoTime();
    if (waitsSince.isEmpty()) {
      waitsSince = OptionalLong.of(now);
    }
    Duration longest = settings.moving().moveAfter().plus(settings.moving().downAfter());
    return now - waitsSince.getAsLong() > longest.toNanos();
  }

  private void completeWhenNoneIsHere() {
    boolean noneIsHere =
        moves.guests().stream()
            .noneMatch(
                guest ->
                    guest.node().equals(settings.node().name())
                        && guest.state() != MovableView.State.NOWHERE);
    if (noneIsHere) {
      left.complete(null);
    }
  }

  private static Map<String, Long> groups(List<NodeView> linked) {
    Map<String, Long> groups = new TreeMap<>();
    linked.stream()
        .filter(node -> !node.group().isEmpty())
        .forEach(node -> groups.merge(node.group(), 1L, Long::sum));
    return groups;
  }

  private void enter(Moves.Standing standing, List<NodeView> linked) {
    Optional<String> largest =
        groups(linked).entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    if (largest.isPresent()) {
      called(largest.get());
      group
          .get()
          .join(
              linked.stream()
                  .filter(node -> node.group().equals(name))
                  .map(NodeView::name)
                  .toList());
      return;
    }
    if (standing.mayFound()) {
      // Nobody else may meanwhile, and others wait for it, whoever is the first now.
      called(settings.node().name() + "-" + Long.toString(System.currentTimeMillis(), 36));
      group.get().found();
    } else if (isFirst(linked)) {
      moves.seekGroup();
    }
  }

  /** That few ask. Before it has heard that others have begun, a node may take itself for it. */
  private boolean isFirst(List<NodeView> linked) {
    return settings.isNamed(settings.node().name())
        && linked.stream()
            .filter(NodeView::begun)
            .allMatch(node -> node.name().compareTo(settings.node().name()) > 0);
  }

  private void called(String its) {
    name = its;
    since = System.nanoTime();
  }

  /**
   * Whether another group has more of the nodes that this one sees, or as many and an earlier name.
   */
  private boolean isTheSmaller(List<NodeView> linked) {
    Map<String, Long> groups = groups(linked);
    long own = groups.getOrDefault(name, 0L) + (settings.isNamed(settings.node().name()) ? 1 : 0);
    return groups.entrySet().stream()
        .filter(other -> !other.getKey().equals(name))
        .anyMatch(
            other ->
                other.getValue() > own
                    || (other.getValue() == own && other.getKey().compareTo(name) < 0));
  }

  /** Whoever it can reach knows at once that it has left. */
  private void giveUp() {
    group.get().giveUp();
    if (!isOver(group.get(), TELL_SECONDS)) {
      LOG.debug("The others will find out by themselves that this node has left");
    }
    drop();
  }

  private void drop() {
    group.ifPresent(this::end);
    group = Optional.empty();
    name = "";
    running = false;
    waitsSince = OptionalLong.empty();
    if (member) {
      member = false;
      moves.memberOf("");
    }
  }

  /** Ends it, and waits until its port is free. */
  private void end(Group group) {
    boolean isSlow = leaving && !isOver(group, LEAVE_SECONDS);
    group.close();
    if (isSlow || !isOver(group, END_SECONDS)) {
      LOG.warn("The actor system of the group was slow to end");
    }
  }

  /** Whether it has ended, after this time at the most. */
  private static boolean isOver(Group group, long seconds) {
    try {
      group.whenOver().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      LOG.warn("The actor system of the group has failed at its end", e);
    }
    return true;
  }

  /**
   * Hands over what runs here, when this node ends and the application does not.
   *
   * @return completes when that is done
   */
  CompletionStage<Void> leave() {
    thread.execute(
        () -> {
          try {
            if (member && group.isPresent() && moves.standing().leaving()) {
              leaving = true;
              CompletionStage<?> unusedEnd =
                  group.get().leave().whenComplete((done, failure) -> left.complete(null));
              return;
            }
          } catch (StartException ended) {
            LOG.debug("The application has ended before its guests were handed over", ended);
          }
          left.complete(null);
        });
    return left;
  }

  @Override
  public void close() {
    left.complete(null);
    try {
      thread.execute(() -> group.ifPresent(this::end));
      thread.shutdown();
      if (!thread.awaitTermination(END_SECONDS + LEAVE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The group of nodes has not ended within {} s", END_SECONDS + LEAVE_SECONDS);
      }
    } catch (RejectedExecutionException e) {
      // It has seen the end of the application itself.
      group.ifPresent(this::end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
