package @name@;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parigot.actors.Application;
import parigot.testkit.RecordedOutput;
import parigot.testkit.WithApplication;

/** Tests the whole application: the guests as WebAssembly, in a kernel, with the plugin. */
class ApplicationTest {

  @Test
  @WithApplication("../application.conf")
  void theClientPrintsTheAnswer(Application application, RecordedOutput output) throws Exception {
    int code = application.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertEquals("@name@ is running\n".toUpperCase(Locale.ROOT), output.text());
    assertEquals(0, code);
  }
}
