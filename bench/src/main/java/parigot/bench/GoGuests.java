package parigot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An application of two guests in Go, one of which calls the other, as they are compiled or as
 * large as such guests often are.
 */
enum GoGuests {
  /** 3 MB. */
  AS_COMPILED(1),

  /** 9 MB. */
  PADDED(3);

  private final int copies;

  GoGuests(int copies) {
    this.copies = copies;
  }

  /** The configuration of an application in which so many calls are made, so many at once. */
  Path configuration(int calls, int atOnce) {
    try {
      // The same module in two guests would be compiled once.
      return Files.writeString(
          Workplace.folder().resolve("go%d-%d-%d.conf".formatted(copies, calls, atOnce)),
          """
          parigot {
            # On a busy machine, and before anything is compiled.
            launch-timeout = 100 s
            guest-defaults { method-limit = 60 s, method-warn = 50 s }
            guests {
              greeter { wasm = %s, args = [service] }
              caller { wasm = %s, kind = main, args = [caller, %d, %d] }
            }
          }
          """
              .formatted(module(0), module(1), calls, atOnce));
    } catch (IOException e) {
      throw new IllegalStateException("the guests cannot be written", e);
    }
  }

  private String module(int number) throws IOException {
    Path file = Workplace.folder().resolve("go%d-%d.wasm".formatted(copies, number));
    if (!Files.exists(file)) {
      byte[] guest = Files.readAllBytes(Workplace.guest("calls-go.wasm"));
      byte[] padded = PaddedModule.of(guest, copies);
      byte[] withItsNumber = Arrays.copyOf(padded, padded.length + 4);
      // A section that nobody reads: its name has one letter.
      withItsNumber[padded.length] = 0;
      withItsNumber[padded.length + 1] = 2;
      withItsNumber[padded.length + 2] = 1;
      withItsNumber[padded.length + 3] = (byte) ('a' + number);
      Files.write(file, withItsNumber);
    }
    return GuestApplication.quoted(file.toString());
  }
}
