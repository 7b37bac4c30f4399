package markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parigot.runtime.settings.GuestSettings.Engine.JVM;
import static parigot.runtime.settings.GuestSettings.Engine.WASM;
import static parigot.testkit.Spread.NODES;
import static parigot.testkit.Spread.ONE_PROCESS;
import static parigot.testkit.Spread.PROCESSES;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import markdown.v1.host.MarkdownErr;
import markdown.v1.host.RenderRequest;
import markdown.v1.host.RenderResponse;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.plugin.GuestCallException;
import parigot.testkit.RecordedOutput;
import parigot.testkit.WithApplication;

/** Tests the modules with the plugin in its jar: in one process, and on three nodes. */
@Timeout(60)
class ApplicationTest {
  private static final String MARKDOWN_ALONE =
      """
      parigot {
        plugins.markdown { jar = "native/target/markdown.jar", timeout = 2 s }
        guests.markdown { wasm = "target/guests/markdown.wasm", plugins = [log, markdown] }
      }
      """;

  private static String render(Application application, String text) throws Exception {
    return application
        .call(
            "markdown.v1",
            "markdown",
            "Render",
            RenderRequest.newBuilder().setMarkdown(text).build(),
            RenderResponse.class)
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS)
        .getHtml();
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      value = "application.conf",
      placement = "nodes.conf",
      spread = {ONE_PROCESS, NODES, PROCESSES},
      config = "parigot.plugins.markdown.timeout = 2 s")
  void theArgumentsAreRendered(Application application, RecordedOutput output) throws Exception {
    int code = application.ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(output.text()).isEqualTo("<h1>Hello</h1>\n<p>from a <em>guest</em></p>\n");
    assertThat(code).isZero();
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      placement = "nodes.conf",
      spread = {ONE_PROCESS, NODES},
      config = MARKDOWN_ALONE)
  void htmlInATextIsNotHtml(Application application) throws Exception {
    assertThat(render(application, "a `b` <script>alert(1)</script>"))
        .isEqualTo("<p>a <code>b</code> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      placement = "nodes.conf",
      spread = {ONE_PROCESS, NODES},
      config = MARKDOWN_ALONE)
  void aTextThatIsTooLongIsRefused(Application application) {
    assertThatThrownBy(() -> render(application, "x".repeat(64 * 1024 + 1)))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            GuestCallException.class,
            e -> assertThat(e.error()).isEqualTo(MarkdownErr.TooLarge_VALUE));
  }
}
