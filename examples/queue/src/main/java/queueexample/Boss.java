package queueexample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parigot.guest.Future;
import parigot.guest.Guest;
import parigot.guest.Promise;
import queue.v1.QueueMsg;

/** Hands out jobs, and keeps what is reported of them. */
final class Boss {
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final int MOST_AT_ONCE = 3;

  private final Jobs jobs;
  private final Jobs reports;

  /** For each job that is done, how often it had been given out before. */
  private final Map<String, Integer> attemptsBefore = new TreeMap<>();

  Boss(Jobs jobs, Jobs reports) {
    this.jobs = jobs;
    this.reports = reports;
  }

  /** The exit code, once all are done. */
  Future<Integer> run(Guest guest) {
    int many = Integer.parseInt(guest.arguments().get(0));
    List<String> texts = new ArrayList<>();
    for (int i = 1; i <= many; i++) {
      texts.add("job" + i);
    }
    return sendAll(texts)
        .flatMap(
            sent ->
                Future.repeatWhile(
                    () ->
                        pause(guest)
                            .flatMap(rested -> reports.receive(MOST_AT_ONCE))
                            .flatMap(this::note)
                            .map(noted -> attemptsBefore.size() < many)))
        .map(
            done -> {
              System.out.println(summary());
              return 0;
            });
  }

  /** A few at a time, for a message has its limits. */
  private Future<Void> sendAll(List<String> texts) {
    int some = Math.min(10, texts.size());
    if (some == 0) {
      return Future.done();
    }
    return jobs.send(texts.subList(0, some))
        .flatMap(sent -> sendAll(texts.subList(some, texts.size())));
  }

  private static Future<Void> pause(Guest guest) {
    Promise<Void> rested = new Promise<>();
    guest.after(PAUSE, () -> rested.complete(null));
    return rested.future();
  }

  /** A report is a job and how often it had been given out before. It may come twice. */
  Future<Void> note(List<QueueMsg> received) {
    Future<Void> all = Future.done();
    for (QueueMsg report : received) {
      String text = Jobs.text(report);
      int space = text.indexOf(' ');
      attemptsBefore.put(text.substring(0, space), Integer.parseInt(text.substring(space + 1)));
      all = all.flatMap(before -> reports.done(report));
    }
    return all;
  }

  String summary() {
    long again = attemptsBefore.values().stream().filter(attempts -> attempts > 0).count();
    return attemptsBefore.size() + " jobs are done, " + again + " of them not at the first attempt";
  }
}
