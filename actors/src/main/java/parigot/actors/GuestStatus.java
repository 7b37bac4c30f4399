package parigot.actors;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import parigot.kernel.Durations;
import parigot.kernel.GuestView;
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
 */
@API(status = API.Status.MAINTAINED)
public record GuestStatus(
    GuestPlan plan,
    Optional<GuestView> view,
    int restarts,
    Optional<Duration> restartsIn,
    OptionalLong memory,
    Durations events) {

  /** One word: {@code starting}, {@code waiting}, {@code launched}, {@code ending}, … */
  public String state() {
    return view.map(living -> word(living.state()))
        .orElse(restartsIn.isPresent() ? "restarting" : "ended");
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
