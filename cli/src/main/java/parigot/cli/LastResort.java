package parigot.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the process when nothing else does. All that it needs it has beforehand: there may be no
 * memory left, and nobody who reads what it says.
 */
final class LastResort {
  private static final long TO_SPEAK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final byte[] sentence =
      "parigot: Parigot itself has failed and ends at once; give it more memory if the log tells of a full heap.\n"
          .getBytes(StandardCharsets.UTF_8);

  private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);
  private final Thread speaker = new Thread(this::speak, "parigot-last-words");
  private final Thread ending = new Thread(this::end, "parigot-end");
  private volatile boolean isToSpeak;
  private volatile long millisLeft = -1;
  private volatile int code;

  LastResort() {
    try {
      // What the last line of all needs.
      Class<?> unused = Class.forName("java.lang.Shutdown");
    } catch (ClassNotFoundException e) {
      throw new LinkageError("the JVM has no class that ends it", e);
    }
    speaker.setDaemon(true);
    speaker.start();
    ending.setDaemon(true);
    ending.start();
  }

  /** The runtime has failed: says so, if that is possible, and ends the process. */
  void runtimeFailed() {
    isToSpeak = true;
    LockSupport.unpark(speaker);
    LockSupport.parkNanos(TO_SPEAK_NANOS);
    Runtime.getRuntime().halt(ExitCodes.RUNTIME_FAILED);
  }

  /** Ends the process with this code, unless it has ended before that much time has passed. */
  void endAfter(long millis, int exitCode) {
    code = exitCode;
    millisLeft = millis;
    LockSupport.unpark(ending);
  }

  private void speak() {
    while (!isToSpeak) {
      LockSupport.park(this);
    }
    try {
      err.write(sentence);
    } catch (IOException e) {
      // There is nobody else to tell.
    }
  }

  private void end() {
    while (millisLeft < 0) {
      LockSupport.park(this);
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millisLeft);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    Runtime.getRuntime().halt(code);
  }
}
