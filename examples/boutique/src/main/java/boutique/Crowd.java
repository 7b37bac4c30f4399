package boutique;

import http.v1.Http;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import parigot.guest.Future;
import parigot.guest.Guest;

/** Shoppers at the same time, and how long they waited for pages. */
final class Crowd {
  private final Guest guest;
  private final Http shop;
  private final List<Long> micros = new ArrayList<>();
  private int failed;

  Crowd(Guest guest, Http shop) {
    this.guest = guest;
    this.shop = shop;
  }

  /**
   * Lets all of them shop, says how it was, and ends with 0 when every page came. With a third
   * argument so many pages each come before those that count, whether they fail or not.
   */
  Future<Integer> shop() {
    int shoppers = Integer.parseInt(guest.arguments().get(0));
    int pages = Integer.parseInt(guest.arguments().get(1));
    return guest.arguments().size() < 3
        ? counted(shoppers, pages)
        : all(shoppers, Integer.parseInt(guest.arguments().get(2)))
            .flatMap(
                done -> {
                  System.out.println(
                      micros.size() + " pages that do not count, " + failed + " failed");
                  micros.clear();
                  failed = 0;
                  return counted(shoppers, pages);
                });
  }

  private Future<Integer> counted(int shoppers, int pages) {
    Instant began = guest.now();
    return all(shoppers, pages).map(done -> report(Duration.between(began, guest.now())));
  }

  private Future<Void> all(int shoppers, int pages) {
    List<Future<Void>> all = new ArrayList<>();
    for (int i = 0; i < shoppers; i++) {
      all.add(shopper(new Shopper(shop, i), pages));
    }
    return Future.all(all).thenDone();
  }

  private Future<Void> shopper(Shopper shopper, int pages) {
    int[] asked = {0};
    return Future.repeatWhile(
        () -> {
          if (asked[0]++ == pages) {
            return Future.of(false);
          }
          Instant began = guest.now();
          return shopper
              .next()
              .recover(
                  error -> {
                    guest.log().warning("no page", "why", error.getMessage());
                    return false;
                  })
              .map(
                  came -> {
                    micros.add(Duration.between(began, guest.now()).toNanos() / 1000);
                    failed += came ? 0 : 1;
                    return true;
                  });
        });
  }

  private int report(Duration took) {
    long[] sorted = new long[micros.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = micros.get(i);
    }
    Arrays.sort(sorted);
    long perSecond = sorted.length * 1000L / Math.max(1, took.toMillis());
    System.out.println(
        sorted.length
            + " pages, "
            + failed
            + " failed, "
            + perSecond
            + " pages/s, p50 "
            + sorted[sorted.length / 2]
            + " µs, p99 "
            + sorted[sorted.length * 99 / 100]
            + " µs");
    return failed == 0 ? 0 : 1;
  }
}
