package figures;

import figures.v1.Line;
import figures.v1.Order;
import figures.v1.Receipt;
import parigot.guest.Future;
import parigot.guest.Guest;

/**
 * Measures what a call costs inside a guest: to parse a request of a hundred bytes, to make the
 * answer, and to write it; and what its heap takes. The argument says how often; the quickest of
 * five rounds counts.
 */
public final class FiguresGuest {
  private static final int ROUNDS = 5;
  private static final int KIB = 1024;
  private static final double NANOS_IN_A_MICRO = 1000;

  /** Keeps what is computed from being left out. */
  private static long sum;

  private FiguresGuest() {}

  /** Measures, prints and ends. */
  public static void main(String[] args) {
    Guest.named("figures")
        .main(
            guest -> {
              print(Integer.parseInt(guest.arguments().get(0)));
              return Future.of(sum == 0 ? 1 : 0);
            })
        .start();
  }

  private static void print(int calls) {
    System.out.println("heap " + Runtime.getRuntime().totalMemory() / KIB + " KiB");
    byte[] request = order().toByteArray();
    Order order = Order.parseFrom(request);
    Receipt receipt = receipt(order);
    System.out.println("request " + request.length + " bytes");
    System.out.println("response " + receipt.toByteArray().length + " bytes");
    print("parse", calls, () -> Order.parseFrom(request).getLineCount());
    print("method", calls, () -> receipt(order).getCents());
    print("build", calls, () -> receipt.toByteArray().length);
  }

  private interface Step {
    long run();
  }

  private static void print(String name, int calls, Step step) {
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        sum += step.run();
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    long hundredths = Math.round(best * 100 / NANOS_IN_A_MICRO / calls);
    System.out.println(
        name + " " + hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10 + " us");
  }

  private static Order order() {
    return Order.newBuilder()
        .setNumber(1_234_567)
        .setCustomer("Grüne Wiese, Hauptstraße 1")
        .setExpress(true)
        .addLine(Line.newBuilder().setArticle("a ball of wool").setCount(3).setCents(599))
        .addLine(Line.newBuilder().setArticle("knitting needles").setCount(2).setCents(1250))
        .addLine(Line.newBuilder().setArticle("a pattern").setCount(1).setCents(300))
        .build();
  }

  private static Receipt receipt(Order order) {
    long cents = 0;
    for (Line line : order.getLineList()) {
      cents += line.getCount() * line.getCents();
    }
    return Receipt.newBuilder()
        .setNumber(order.getNumber())
        .setText(order.getExpress() ? "comes tomorrow" : "comes some day")
        .setCents(cents)
        .addAllLine(order.getLineList())
        .build();
  }
}
