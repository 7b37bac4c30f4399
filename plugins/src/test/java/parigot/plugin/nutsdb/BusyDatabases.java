package parigot.plugin.nutsdb;

import java.io.PrintStream;
import nutsdb.v1.host.NutsDBErr;
import parigot.plugin.ServiceError;
import protosupport.v1.host.IdRaw;

/** A process that writes pairs until it is killed, and prints what it was answered. */
final class BusyDatabases {
  static final String NAME = "busy";
  static final int GUESTS = 4;
  static final int KEYS = 5;

  private BusyDatabases() {}

  /**
   * What was printed before a kill was answered before it. Arguments: the folder, and a number that
   * all of this run's values begin with.
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    Databases databases = Databases.started("root = \"%s\"".formatted(args[0]));
    for (int i = 0; i < GUESTS; i++) {
      int guest = i;
      IdRaw id = databases.open(NAME);
      new Thread(() -> run(databases, id, guest, args[1], out)).start();
    }
  }

  private static void run(Databases databases, IdRaw id, int guest, String run, PrintStream out) {
    String bucket = "/guest" + guest;
    try {
      for (int i = 0; ; i++) {
        String key = "key" + i % KEYS;
        String value = "%s.%d".formatted(run, i);
        if (i % 7 == 6) {
          out.print("deleting %d %s %s\n".formatted(guest, key, value));
          databases.delete(id, bucket, key);
          out.print("deleted %d %s %s\n".formatted(guest, key, value));
        } else {
          out.print("writing %d %s %s\n".formatted(guest, key, value));
          databases.write(id, bucket, key, value);
          out.print("written %d %s %s\n".formatted(guest, key, value));
        }
        out.flush();
      }
    } catch (ServiceError e) {
      out.print("failed %s: %s\n".formatted(NutsDBErr.forNumber(e.number()), e.getMessage()));
      out.flush();
    }
  }
}
