package queueexample;

import parigot.guest.Guest;
import queue.v1.Queue;

/** A main: puts jobs into the queue, as many as its argument says, and waits until all are done. */
public final class BossGuest {
  private BossGuest() {}

  public static void main(String[] args) {
    Guest.named("boss")
        .require(Queue.NAME)
        .main(
            guest -> {
              Queue queue = Queue.client(guest);
              return Jobs.named(queue, WorkerGuest.JOBS)
                  .zip(Jobs.named(queue, WorkerGuest.REPORTS), Boss::new)
                  .flatMap(boss -> boss.run(guest));
            })
        .start();
  }
}
