package clerk;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import parigot.actors.Application;
import parigot.actors.CallException;
import parigot.actors.Parigot;
import stock.v1.host.StockClient;
import stock.v1.host.StockErr;
import stock.v1.host.TakeRequest;
import stock.v1.host.TakeResponse;

/** Takes articles out of the warehouse, which is a guest inside this program. */
public final class Clerk implements AutoCloseable {
  private final Application application;
  private final StockClient stock;

  /** Starts the warehouse. Its module is in a jar of the class path. */
  public Clerk() {
    application =
        Parigot.start(ConfigFactory.parseString("parigot.guests.stock.wasm = stock.wasm"));
    stock = StockClient.of(application);
  }

  /** Takes some of an article, and says what became of it. */
  public CompletionStage<String> take(int count, String article) {
    return application
        .launched()
        .thenCompose(
            launched ->
                stock.take(TakeRequest.newBuilder().setArticle(article).setCount(count).build()))
        .handle((response, failure) -> failure == null ? took(response) : didNot(failure));
  }

  private static String took(TakeResponse response) {
    return "%d are left".formatted(response.getLeft());
  }

  private static String didNot(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof CallException refused && refused.error() == StockErr.NotEnough_VALUE) {
      return "there are not enough";
    }
    throw new CompletionException(cause);
  }

  @Override
  public void close() {
    application.close();
  }
}
