package boutique;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.runtime.settings.GuestSettings.Engine.JVM;
import static parigot.runtime.settings.GuestSettings.Engine.WASM;
import static parigot.testkit.Spread.NODES;
import static parigot.testkit.Spread.ONE_PROCESS;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import parigot.testkit.WithApplication;

/** Shops with a browser: in one process, on three nodes, and with the guests as plain Java. */
@Timeout(120)
@ClassTemplate
@ExtendWith(FreePort.class)
@WithApplication(
    value = "application.conf",
    config = "parigot.plugins.httpconnector.port = ${?" + FreePort.PROPERTY + "}",
    engines = {WASM, JVM},
    placement = "nodes.conf",
    spread = {ONE_PROCESS, NODES},
    timeoutSeconds = 60)
class ApplicationTest {
  private static final String ORDER = "name=A&street=B&town=C&month=12&year=2099";
  private static final String CARD = "&card=4111+1111+1111+1111";

  private final Browser browser = new Browser();

  private static void assertPage(HttpResponse<String> page, int status, String... parts) {
    assertThat(page.statusCode()).as(page.body()).isEqualTo(status);
    assertThat(page.body()).contains(parts);
  }

  @Test
  void theFrontShowsWhatThereIsWithPricesAndAnAd() {
    HttpResponse<String> front = browser.get("/");
    assertPage(front, 200, "Enamel kettle", "34.90 EUR", "Map of the hills", "<footer>");
    assertThat(front.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
    assertPage(browser.get("/?q=SMOKY"), 200, "Tea from a hill");
    assertThat(browser.get("/?q=smoky").body()).doesNotContain("kettle");
    // What comes from outside is no part of the page's own markup.
    assertPage(browser.get("/?q=%22%3Cb%3E"), 200, "&quot;&lt;b&gt;");
  }

  @Test
  void aProductIsShownWithWhatStandsBesideIt() {
    assertPage(browser.get("/product/boots"), 200, "129.00 EUR", "Others liked", "Wool socks");
    assertPage(browser.get("/product/hat"), 404, "There is no such product.");
  }

  @Test
  void aShopperFillsACartAndOrders() {
    assertPage(browser.get("/cart"), 200, "There is nothing in it.");
    assertPage(browser.post("/cart", "product=socks&count=2"), 200, "Wool socks", "29.00 EUR");
    assertPage(browser.post("/cart", "product=map&count=1"), 200, "Map of the hills", "9.90 EUR");

    assertPage(browser.post("/checkout", ORDER + "&country=FR&card=1234"), 400, "card was refused");
    assertPage(browser.post("/checkout", ORDER + CARD + "&country=XX"), 400, "Nothing is sent");
    HttpResponse<String> ordered = browser.post("/checkout", ORDER + CARD + "&country=FR");

    assertPage(ordered, 200, "ROAD-", "29.00 EUR", "9.90 EUR", "6.40 EUR", "45.30 EUR");
    assertPage(
        browser.post("/checkout", ORDER + CARD + "&country=FR"), 400, "nothing in your cart");
  }

  @Test
  void everyShopperHasTheirOwnCart() {
    assertPage(browser.post("/cart", "product=pen&count=1"), 200, "Fountain pen");
    assertPage(new Browser().get("/cart"), 200, "There is nothing in it.");
    assertPage(browser.post("/cart/empty", ""), 200, "Enamel kettle");
    assertPage(browser.get("/cart"), 200, "There is nothing in it.");
  }

  @Test
  void pricesAreShownAndPaidInTheCurrencyThatIsChosen() {
    assertPage(browser.post("/currency", "currency=GBP"), 200, "30.01 GBP");
    assertPage(browser.post("/cart", "product=kettle&count=10"), 200, "300.14 GBP");
    assertPage(browser.post("/checkout", ORDER + CARD + "&country=GB"), 200, "SEA-", " GBP");
    assertPage(browser.post("/currency", "currency=QQQ"), 400, "no such currency");
  }

  @Test
  void wrongFormsAreToldWhatIsWrong() {
    assertPage(
        browser.post("/cart", "product=tea&count=many"), 400, "count must be a whole number");
    assertPage(browser.post("/cart", "product=tea&count=100"), 400, "1 to 99 pieces");
    assertPage(browser.post("/cart", "product=hat&count=1"), 404, "no such product");
    assertPage(browser.post("/cart", "product=%zz&count=1"), 400, "form cannot be read");
  }
}
