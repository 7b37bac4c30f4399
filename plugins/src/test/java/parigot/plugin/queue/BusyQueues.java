package parigot.plugin.queue;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import parigot.plugin.ServiceError;
import protosupport.v1.host.IdRaw;
import queue.v1.host.QueueMsg;

/** A process that uses queues until it is killed, and prints what it was answered. */
final class BusyQueues {
  static final String QUEUE = "orders";

  private BusyQueues() {}

  /** What was printed before a kill was answered before it. */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    Queues queues = Queues.inFile(Path.of(args[0]), Clock.systemUTC());
    IdRaw queue =
        Queues.errorOf(() -> queues.locate(QUEUE)).isPresent()
            ? queues.create(QUEUE)
            : queues.locate(QUEUE);
    for (int i = 0; i < 4; i++) {
      int number = i;
      Thread sender = new Thread(() -> run(queues, queue, args[1] + "." + number, out));
      sender.setDaemon(false);
      sender.start();
    }
  }

  private static void run(Queues queues, IdRaw queue, String prefix, PrintStream out) {
    try {
      for (int i = 0; ; i++) {
        String text = prefix + "." + i;
        queues.send(queue, Queues.message(text), Queues.message(text + "'"));
        out.print("sent " + text + "\nsent " + text + "'\n");
        if (i % 3 == 2) {
          for (QueueMsg message : queues.receive(queue, 1)) {
            String trying = "trying " + Queues.text(message) + "\n";
            out.print(trying);
            queues.markDone(queue, message.getMsgId());
            out.print("done " + Queues.text(message) + "\n");
          }
        }
        out.flush();
      }
    } catch (ServiceError e) {
      out.print("failed " + e.getMessage() + "\n");
      out.flush();
    }
  }
}
