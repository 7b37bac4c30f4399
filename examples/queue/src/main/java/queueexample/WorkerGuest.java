package queueexample;

import java.time.Duration;
import java.util.List;
import parigot.guest.Future;
import parigot.guest.Guest;
import queue.v1.Queue;
import queue.v1.QueueMsg;

/**
 * A server without a service: takes a job at a time, and reports it when it is done. With a number
 * as its argument it crashes at every so manieth job, before it has marked it done.
 */
public final class WorkerGuest {
  static final String JOBS = "jobs";
  static final String REPORTS = "reports";

  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Jobs jobs;
  private final Jobs reports;
  private final int crashesAt;
  private final Runnable crash;
  private int taken;

  WorkerGuest(Jobs jobs, Jobs reports, int crashesAt, Runnable crash) {
    this.jobs = jobs;
    this.reports = reports;
    this.crashesAt = crashesAt;
    this.crash = crash;
  }

  public static void main(String[] args) {
    Guest.named("worker").require(Queue.NAME).ready(WorkerGuest::begin).start();
  }

  private static Future<Void> begin(Guest guest) {
    int crashesAt = guest.arguments().isEmpty() ? 0 : Integer.parseInt(guest.arguments().get(0));
    Queue queue = Queue.client(guest);
    return Jobs.named(queue, JOBS)
        .zip(
            Jobs.named(queue, REPORTS),
            (jobs, reports) -> new WorkerGuest(jobs, reports, crashesAt, () -> fall(0)))
        .onSuccess(worker -> worker.workOn(guest))
        .thenDone();
  }

  /** The next job only when this one is over, so that no more than one is lost in a crash. */
  private void workOn(Guest guest) {
    guest.after(
        PAUSE,
        () ->
            step()
                .onFailure(error -> guest.log().error("a job was not done", error))
                .onComplete((nothing, error) -> workOn(guest)));
  }

  /** Takes a job, if there is one, and does it. */
  Future<Void> step() {
    return jobs.receive(1).flatMap(this::work);
  }

  private Future<Void> work(List<QueueMsg> received) {
    if (received.isEmpty()) {
      return Future.done();
    }
    QueueMsg job = received.get(0);
    taken++;
    if (taken == crashesAt) {
      crash.run();
      return Future.done();
    }
    String report = Jobs.text(job) + " " + job.getReceiveCount();
    return reports.send(List.of(report)).flatMap(sent -> jobs.done(job));
  }

  /** Runs out of stack, which ends a guest there and then. */
  private static long fall(long depth) {
    return depth < 0 ? depth : fall(depth + 1) + 1;
  }
}
