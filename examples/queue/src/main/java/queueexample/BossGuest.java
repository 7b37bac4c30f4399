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
            guest ->
                Queue.locate(guest)
                    .flatMap(
                        queue ->
                            Jobs.named(queue, WorkerGuest.JOBS)
                                .flatMap(
                                    jobs ->
                                        Jobs.named(queue, WorkerGuest.REPORTS)
                                            .flatMap(
                                                reports -> new Boss(jobs, reports).run(guest)))))
        .start();
  }
}
