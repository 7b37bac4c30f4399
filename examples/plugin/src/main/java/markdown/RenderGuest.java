package markdown;

import markdown.v1.Markdown;
import markdown.v1.RenderRequest;
import parigot.guest.Guest;

/** A main: prints the HTML of its arguments, each a paragraph of Markdown. */
public final class RenderGuest {
  private RenderGuest() {}

  public static void main(String[] args) {
    Guest.named("render")
        .require(Markdown.NAME)
        .main(
            guest -> {
              String text = String.join("\n\n", guest.arguments());
              RenderRequest request = RenderRequest.newBuilder().setMarkdown(text).build();
              return Markdown.locate(guest)
                  .flatMap(markdown -> markdown.render(request))
                  .map(
                      response -> {
                        System.out.print(response.getHtml());
                        return 0;
                      });
            })
        .start();
  }
}
