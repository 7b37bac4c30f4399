package probe;

import java.util.ArrayList;
import java.util.List;
import parigot.guest.Future;
import parigot.guest.Guest;
import probe.v1.EchoRequest;
import probe.v1.Probe;

/**
 * Sends texts of many sizes, larger than the room for a response among them, while it makes and
 * drops objects, so that the garbage collector has reason to move what it can.
 */
public final class BulkGuest {
  private static final int ROUNDS = 300;
  private static final int KEPT = 500;
  private static final int STEP = 997;
  private static final int LARGEST = 60_000;

  private final Probe probe;
  private final List<Object> kept = new ArrayList<>();
  private int round;

  private BulkGuest(Probe probe) {
    this.probe = probe;
  }

  public static void main(String[] args) {
    Guest.named("bulk")
        .require(Probe.NAME)
        .main(guest -> Probe.locate(guest).flatMap(probe -> new BulkGuest(probe).run()))
        .start();
  }

  private Future<Integer> run() {
    return Future.repeatWhile(this::step)
        .map(
            done -> {
              System.out.println(round + " texts came back as they were sent");
              return 0;
            });
  }

  private Future<Boolean> step() {
    litter();
    String text = text(round * STEP % LARGEST);
    return probe
        .echo(EchoRequest.newBuilder().setText(text).build())
        .map(
            answer -> {
              if (!answer.getText().equals(text)) {
                throw new IllegalStateException("round " + round + ": another text came back");
              }
              round++;
              return round < ROUNDS;
            });
  }

  private void litter() {
    for (int i = 0; i < KEPT; i++) {
      kept.add(new int[i % 50]);
    }
    if (kept.size() > 4 * KEPT) {
      kept.subList(0, 2 * KEPT).clear();
    }
  }

  private String text(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + (i * 7 + round) % 26));
    }
    return text.append('ä').toString();
  }
}
