package parigot.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static parigot.inspect.Started.guest;
import static parigot.inspect.Started.launched;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;

/** Another user of the machine, as whom only root can try. */
@Timeout(60)
class OtherUserTest {
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  private record Said(int code, String text) {}

  private static Said curl(List<String> as, Path socket) throws Exception {
    List<String> command = new ArrayList<>(as);
    command.addAll(
        List.of(
            "curl", "-sS", "--unix-socket", socket.toString(), "http://parigot/v1/application"));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(process.waitFor(), text);
    } catch (IOException e) {
      return abort("curl and setpriv are needed: " + e.getMessage());
    }
  }

  @Test
  void anotherUserCannotConnect() throws Exception {
    if (!System.getProperty("user.name").equals("root")) {
      abort("only root can be somebody else");
    }
    try (Application application = launched(guest("b", "register b", "launch"))) {
      Path socket = Started.socket(Started.one());
      assertThat(application.hasMain()).isFalse();
      assertThat(curl(List.of(), socket).text()).contains("\"state\": \"running\"");

      Said refused = curl(AS_NOBODY, socket);

      assertThat(refused.code()).as(refused.text()).isEqualTo(7);
      assertThat(refused.text()).doesNotContain("running");
    }
  }
}
