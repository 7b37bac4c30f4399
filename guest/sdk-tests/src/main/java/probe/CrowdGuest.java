package probe;

import java.util.ArrayList;
import java.util.List;
import parigot.guest.Future;
import parigot.guest.Guest;
import probe.v1.HoldRequest;
import probe.v1.HoldResponse;
import probe.v1.Probe;

/** Makes as many calls at once as its argument says, and looks whether each has its own answer. */
public final class CrowdGuest {
  private static final int HELD_AT_ONCE = 100;

  private CrowdGuest() {}

  public static void main(String[] args) {
    int calls = Integer.parseInt(args[0]);
    Guest.named("crowd")
        .require(Probe.NAME)
        .main(guest -> Probe.locate(guest).flatMap(probe -> callAll(probe, calls)))
        .start();
  }

  private static Future<Integer> callAll(Probe probe, int calls) {
    List<Future<HoldResponse>> answers = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      answers.add(probe.hold(HoldRequest.newBuilder().setNumber(i).setUntil(HELD_AT_ONCE).build()));
    }
    return Future.all(answers).map(CrowdGuest::exitCode);
  }

  private static int exitCode(List<HoldResponse> answers) {
    int wrong = 0;
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).getNumber() != i) {
        wrong++;
      }
    }
    System.out.println(answers.size() + " answers, " + wrong + " of them another call's");
    return 0;
  }
}
