package boutique;

import parigot.guest.http.Response;

/** A page of the shop while it is written. What comes from outside goes through {@link #text}. */
final class Page {
  private static final String STYLE =
      "body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;"
          + "color:#222}a{color:#0a5}header,footer{border-color:#ddd;border-style:solid;"
          + "border-width:0 0 1px;padding:.5rem 0}footer{border-width:1px 0 0;margin-top:2rem}"
          + ".shelf{display:grid;grid-template-columns:repeat(3,1fr);gap:1rem;margin:1rem 0}"
          + ".shelf a{border:1px solid #ddd;border-radius:.5rem;padding:1rem;text-align:center;"
          + "text-decoration:none}.picture{display:block;font-size:3rem}td,th{padding:.2rem 1rem "
          + ".2rem 0;text-align:left}input,select,button{font:inherit;margin:.2rem}";

  private final StringBuilder html = new StringBuilder();

  Page(String title) {
    html("<!doctype html><html lang=en><meta charset=utf-8><title>")
        .text(title)
        .html("</title><style>" + STYLE + "</style><header><a href=/>Boutique</a> ")
        .html("· <a href=/cart>Cart</a></header><h1>")
        .text(title)
        .html("</h1>");
  }

  /** Words of our own, as they are. */
  Page html(String markup) {
    html.append(markup);
    return this;
  }

  /** Words of anybody, in a text or in an attribute between quotes. */
  Page text(String words) {
    for (int i = 0; i < words.length(); i++) {
      char letter = words.charAt(i);
      switch (letter) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(letter);
      }
    }
    return this;
  }

  Response response(int status) {
    return Response.of(status).html(html + "\n");
  }
}
