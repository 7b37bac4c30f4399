package parigot.actors;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import parigot.kernel.Durations;
import parigot.kernel.GuestView;
import parigot.kernel.MovableView;
import parigot.runtime.guest.GuestPlan;

/**
 * A guest of this node as it stands at one moment, for an operator.
 *
 * @param plan what is settled about it; its label is the guest's name in logs
 * @param view what the kernel knows of it; empty when it has ended
 * @param restarts how often it was started again
 * @param restartsIn how long it is until it is started again, once it has ended
 * @param memory what its memory takes, in bytes; empty where nobody can tell
 * @param events the starts and events of all its lives, and how long it was at them, without its
 *     waiting for plugins
 * @param movable where it is, if it is one that moves from node to node
 */
@API(status = API.Status.MAINTAINED)
public record GuestStatus(
    GuestPlan plan,
    Optional<GuestView> view,
    int restarts,
    Optional<Duration> restartsIn,
    OptionalLong memory,
    Durations events,
    Optional<MovableView> movable) {

  /**
   * One word: {@code starting}, {@code waiting}, {@code launched}, {@code ending}, … One that moves
   * and does not run here is {@code elsewhere}, {@code nowhere}, or {@code arriving} while it waits
   * for the leave of most nodes.
   */
  public String state() {
    return view.map(living -> word(living.state()))
        .or(() -> restartsIn.map(unused -> "restarting"))
        .or(() -> movable.map(guest -> word(guest.state())))
        .orElse("ended");
  }

  private static String word(MovableView.State state) {
    return switch (state) {
      case NOWHERE -> "nowhere";
      case WAITING -> "arriving";
      case PLACED, LEAVING -> "elsewhere";
    };
  }

  private static String word(GuestView.State state) {
    return switch (state) {
      case STARTING -> "starting";
      case WAITING -> "waiting";
      case LAUNCHED -> "launched";
      case ENDING -> "ending";
    };
  }

  /** What keeps it from running, as in {@code d.v1.d (which nobody exports)}. */
  public List<String> waitsFor() {
    return view.map(GuestView::waitsFor).orElse(List.of());
  }
}
