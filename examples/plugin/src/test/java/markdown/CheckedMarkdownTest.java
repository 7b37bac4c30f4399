package markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import markdown.v1.Markdown;
import markdown.v1.MarkdownErr;
import markdown.v1.RenderRequest;
import markdown.v1.RenderResponse;
import org.junit.jupiter.api.Test;
import parigot.guest.Future;
import parigot.guest.ServiceException;

/** Tests the guest as the plain Java that it is, with another plugin behind it. */
class CheckedMarkdownTest {
  private static final Markdown UPPER_CASE =
      request ->
          Future.of(
              RenderResponse.newBuilder()
                  .setHtml(request.getMarkdown().toUpperCase(java.util.Locale.ROOT))
                  .build());

  private static RenderRequest of(String text) {
    return RenderRequest.newBuilder().setMarkdown(text).build();
  }

  @Test
  void aTextGoesToThePlugin() {
    assertThat(new CheckedMarkdown(UPPER_CASE).render(of("a")).value().getHtml()).isEqualTo("A");
  }

  @Test
  void nothingNeedsNoPlugin() {
    Markdown never =
        request -> {
          throw new AssertionError("called");
        };
    assertThat(new CheckedMarkdown(never).render(of("")).value().getHtml()).isEmpty();
  }

  @Test
  void aTextThatIsTooLongIsRefused() {
    String longest = "x".repeat(CheckedMarkdown.LARGEST);
    new CheckedMarkdown(UPPER_CASE).render(of(longest)).value();
    assertThatThrownBy(() -> new CheckedMarkdown(UPPER_CASE).render(of(longest + "x")))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.error()).isEqualTo(MarkdownErr.TooLarge));
  }

  @Test
  void aPluginThatGaveUpIsAnInternalError() {
    Markdown broken = request -> Future.failed(MarkdownErr.DispatchError.exception());
    assertThat(new CheckedMarkdown(broken).render(of("a")).error())
        .get()
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.error()).isEqualTo(MarkdownErr.InternalError));
  }
}
