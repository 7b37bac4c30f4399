package parigot.servers;

import java.time.Instant;
import log.v1.Log;
import parigot.guest.Guest;

/** The guest that offers {@code log.v1.Log} to others, in front of the plugin. */
public final class LogGuest {
  private LogGuest() {}

  public static void main(String[] args) {
    Guest.named("log").export(Log.service(new StampedLog(Log.host(), Instant::now))).start();
  }
}
