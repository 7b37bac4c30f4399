package @name@;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import @name@.v1.@Name@;
import @name@.v1.ShoutRequest;
import @name@.v1.ShoutResponse;
import org.junit.jupiter.api.Test;
import parigot.guest.Future;

/** Tests the service as plain Java, with something else in the place of the plugin. */
class @Name@ServiceTest {
  private static final @Name@ PLUGIN =
      request -> Future.of(ShoutResponse.newBuilder().setText(request.getText() + "!").build());

  private static Future<ShoutResponse> shout(String text) {
    return new @Name@Service(PLUGIN).shout(ShoutRequest.newBuilder().setText(text).build());
  }

  @Test
  void handsATextToThePlugin() {
    assertEquals("hello!", shout("hello").value().getText());
  }

  @Test
  void failsWithoutAText() {
    assertTrue(shout("").error().isPresent());
  }
}
