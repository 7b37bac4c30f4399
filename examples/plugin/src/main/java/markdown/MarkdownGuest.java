package markdown;

import markdown.v1.Markdown;
import parigot.guest.Guest;

/** The guest that offers {@code markdown.v1.Markdown} to others, in front of the plugin. */
public final class MarkdownGuest {
  private MarkdownGuest() {}

  public static void main(String[] args) {
    Guest.named("markdown").export(Markdown.service(new CheckedMarkdown(Markdown.host()))).start();
  }
}
