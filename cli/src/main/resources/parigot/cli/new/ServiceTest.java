package @name@;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import @name@.v1.EchoRequest;
import @name@.v1.EchoResponse;
import org.junit.jupiter.api.Test;
import parigot.guest.Future;

/** Tests the service as plain Java: no WebAssembly, no kernel. */
class @Name@ServiceTest {
  private static Future<EchoResponse> echo(String text) {
    return new @Name@Service().echo(EchoRequest.newBuilder().setText(text).build());
  }

  @Test
  void answersWithTheText() {
    assertEquals("good morning", echo("good morning").value().getText());
  }

  @Test
  void failsWithoutAText() {
    assertTrue(echo("").error().isPresent());
  }
}
