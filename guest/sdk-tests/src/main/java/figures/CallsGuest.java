package figures;

import parigot.guest.Future;
import parigot.guest.Guest;
import probe.v1.EchoRequest;
import probe.v1.EchoResponse;
import probe.v1.Probe;

/**
 * Measures what a call from a guest in Java to another takes, one at a time. The arguments say how
 * many calls, and after how many each a line tells their time.
 */
public final class CallsGuest {
  private static final EchoRequest REQUEST = EchoRequest.newBuilder().setText("Bonjour!").build();

  private final Probe probe;
  private final int all;
  private final int each;
  private int done;
  private long start;

  private CallsGuest(Probe probe, int all, int each) {
    this.probe = probe;
    this.all = all;
    this.each = each;
  }

  /** Measures, prints and ends. */
  public static void main(String[] args) {
    Guest.named("calls")
        .require(Probe.NAME)
        .main(
            guest ->
                new CallsGuest(
                        Probe.client(guest),
                        Integer.parseInt(guest.arguments().get(0)),
                        Integer.parseInt(guest.arguments().get(1)))
                    .run())
        .start();
  }

  private Future<Integer> run() {
    start = System.nanoTime();
    return Future.repeatWhile(() -> probe.echo(REQUEST).map(this::answered)).map(nothing -> 0);
  }

  private boolean answered(EchoResponse response) {
    if (!response.getText().equals(REQUEST.getText())) {
      throw new IllegalStateException("answered otherwise: " + response);
    }
    done++;
    if (done % each == 0) {
      long now = System.nanoTime();
      System.out.println(done + " calls, " + (now - start) / each + " ns each");
      start = now;
    }
    return done < all;
  }
}
