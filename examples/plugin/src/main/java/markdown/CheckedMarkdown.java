package markdown;

import markdown.v1.Markdown;
import markdown.v1.MarkdownErr;
import markdown.v1.RenderRequest;
import markdown.v1.RenderResponse;
import parigot.guest.Future;
import parigot.guest.Logger;
import parigot.guest.ServiceException;
import parigot.message.Bytes;

/** Hands the plugin what is worth its while, and says what its failures mean. */
final class CheckedMarkdown implements Markdown {
  static final int LARGEST = 64 * 1024;

  private final Markdown plugin;

  CheckedMarkdown(Markdown plugin) {
    this.plugin = plugin;
  }

  @Override
  public Future<RenderResponse> render(RenderRequest request) {
    if (request.getMarkdown().isEmpty()) {
      return Future.of(RenderResponse.getDefaultInstance());
    }
    int size = Bytes.utf8(request.getMarkdown()).size();
    if (size > LARGEST) {
      throw MarkdownErr.TooLarge.exception("a text has at most 64 KiB, and not " + size + " bytes");
    }
    return plugin.render(request).recoverWith(CheckedMarkdown::explained);
  }

  private static Future<RenderResponse> explained(Throwable error) {
    if (error instanceof ServiceException failure && failure.is(MarkdownErr.DispatchError)) {
      Logger.get().warning("the renderer took too long, failed or was busy");
      return Future.failed(MarkdownErr.InternalError.exception());
    }
    return Future.failed(error);
  }
}
