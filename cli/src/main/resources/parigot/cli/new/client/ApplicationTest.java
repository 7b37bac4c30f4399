package @name@;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parigot.actors.Application;
import parigot.testkit.RecordedOutput;
import parigot.testkit.WithApplication;

/** Tests the client with the service itself: the guests as WebAssembly, in a kernel. */
class ApplicationTest {

  @Test
  @WithApplication("application.conf")
  void itFindsTheService(Application application, RecordedOutput output) throws Exception {
    int code = application.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertEquals("@name@ has found @Service@\n", output.text());
    assertEquals(0, code);
  }
}
