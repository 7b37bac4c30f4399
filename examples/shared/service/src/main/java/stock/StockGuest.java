package stock;

import parigot.guest.Guest;
import stock.v1.Stock;

/** A server: the warehouse, for whoever requires it. */
public final class StockGuest {
  private StockGuest() {}

  public static void main(String[] args) {
    Guest.named("stock").export(Stock.service(new StockService())).start();
  }
}
