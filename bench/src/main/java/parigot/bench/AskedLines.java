package parigot.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import parigot.inspect.InspectionException;
import parigot.inspect.RunningApplication;
import parigot.v1.host.ApplicationReport;
import parigot.v1.host.CallsReport;
import parigot.v1.host.TrafficReport;

/**
 * Calls from guest to guest while an operator's tools ask the application over its socket, again
 * and again: how it stands, what was counted, which calls wait.
 */
final class AskedLines implements CallLines {
  private static final int A_SECOND = 5;

  private final CallLines asked;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread asking = new Thread(this::askAgainAndAgain, "asking");

  private AskedLines(CallLines asked) {
    this.asked = asked;
    asking.setDaemon(true);
  }

  /** Lines of an application that has been asked once by then. */
  static AskedLines open(int bytes, int lines) {
    AskedLines opened = new AskedLines(GuestLines.inspected("calls-reactor.wasm", bytes, lines));
    try {
      ask(ofThisProcess(), 0);
    } catch (InspectionException e) {
      opened.asked.close();
      throw new IllegalStateException(e);
    }
    opened.asking.start();
    return opened;
  }

  private static RunningApplication ofThisProcess() throws InspectionException {
    long process = ProcessHandle.current().pid();
    return RunningApplication.all().stream()
        .filter(each -> each.report().getProcess() == process)
        .findFirst()
        .orElseThrow();
  }

  private static void ask(RunningApplication application, int number) throws InspectionException {
    switch (number % 3) {
      case 0 -> application.get("/v1/application", ApplicationReport.newBuilder());
      case 1 -> application.get("/v1/traffic", TrafficReport.newBuilder());
      default -> application.get("/v1/calls", CallsReport.newBuilder());
    }
  }

  private void askAgainAndAgain() {
    try {
      RunningApplication application = ofThisProcess();
      int number = 0;
      while (!closed.await(TimeUnit.SECONDS.toMillis(1) / A_SECOND, TimeUnit.MILLISECONDS)) {
        ask(application, number);
        number++;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (InspectionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int[] run(int callsEach) {
    if (!asking.isAlive()) {
      throw new IllegalStateException("Nobody asks any more.");
    }
    return asked.run(callsEach);
  }

  @Override
  public int lines() {
    return asked.lines();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      asking.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    asked.close();
  }
}
