package boutique;

import catalogue.v1.Product;
import java.util.List;
import shop.v1.Money;

/** Products on pages. */
final class Products {
  private Products() {}

  /** Several beside each other. */
  static String shelf(List<Product> products, List<Money> prices) {
    StringBuilder html = new StringBuilder("<div class=shelf>");
    for (int i = 0; i < products.size(); i++) {
      Product product = products.get(i);
      html.append("<a href=/product/").append(product.getId()).append("><span class=picture>");
      html.append(product.getPicture()).append("</span>").append(product.getName());
      html.append("<br>").append(Amounts.written(prices.get(i))).append("</a>");
    }
    return html.append("</div>").toString();
  }

  /** The page of one. */
  static Page page(Product product, Money price) {
    return new Page(product.getName())
        .html("<p><span class=picture>")
        .text(product.getPicture())
        .html("</span>")
        .text(product.getDescription())
        .html("<p>")
        .text(Amounts.written(price))
        .html("<form method=post action=/cart><input type=hidden name=product value=\"")
        .text(product.getId())
        .html("\"><input name=count value=1 size=2><button>Into the cart</button></form>");
  }
}
