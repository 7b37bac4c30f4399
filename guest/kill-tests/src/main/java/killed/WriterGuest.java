package killed;

import file.v1.File;
import java.util.List;
import nutsdb.v1.NutsDB;
import parigot.guest.Future;
import parigot.guest.Guest;
import queue.v1.Queue;

/**
 * A main that writes files and pairs and sends to a queue, all three at the same time, until it is
 * killed. Its argument is a word that tells this run from others.
 */
public final class WriterGuest {
  private WriterGuest() {}

  public static void main(String[] args) {
    Guest.named("writer")
        .require(File.NAME)
        .require(NutsDB.NAME)
        .require(Queue.NAME)
        .main(WriterGuest::write)
        .start();
  }

  private static Future<Integer> write(Guest guest) {
    String run = guest.arguments().get(0);
    Spoken.up();
    Future<Void> files =
        File.locate(guest).flatMap(file -> new FileWriter(file, run).writeForEver());
    Future<Void> pairs =
        NutsDB.locate(guest).flatMap(nutsdb -> new PairWriter(nutsdb, run).writeForEver());
    Future<Void> messages =
        Queue.locate(guest).flatMap(queue -> new QueueWriter(queue, run).writeForEver());
    return Future.all(List.of(files, pairs, messages)).map(ended -> 1);
  }
}
