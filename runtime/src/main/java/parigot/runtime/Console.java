package parigot.runtime;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import org.apiguardian.api.API;

/**
 * Where the standard output of main and test guests goes, unchanged and unbuffered. One for an
 * application; guests on different threads write to it at the same time, and each write stays
 * whole.
 */
@FunctionalInterface
@API(status = API.Status.STABLE)
public interface Console {

  /**
   * Writes these bytes before it returns.
   *
   * @throws java.io.UncheckedIOException when they cannot be written; the guest is told
   */
  void write(byte[] bytes, int offset, int length);

  /** The standard output of this process, past {@code System.out} and its encoding. */
  static Console standardOutput() {
    return to(new FileOutputStream(FileDescriptor.out));
  }

  /** A console that writes to this stream, and flushes after each write. */
  static Console to(OutputStream out) {
    return new StreamConsole(out);
  }
}
