package parigot.servers;

import parigot.guest.Guest;
import queue.v1.Queue;

/** The guest that offers {@code queue.v1.Queue} to others: what is sound goes on to the plugin. */
public final class QueueGuest {
  private QueueGuest() {}

  public static void main(String[] args) {
    Guest.named("queue").export(Queue.service(new CheckedQueue(Queue.host()))).start();
  }
}
