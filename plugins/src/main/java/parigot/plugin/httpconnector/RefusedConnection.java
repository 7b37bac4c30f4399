package parigot.plugin.httpconnector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * A connection that is one too many: it is answered at once, whatever it asks, and closed when the
 * client has heard that. What the client sends is read and forgotten meanwhile, for to close before
 * would take the answer from it.
 */
final class RefusedConnection extends AbstractConnection {
  private static final int FORGOTTEN_AT_ONCE = 1024;

  private final Refusal refusal;
  private final Runnable atEnd;
  private final ByteBuffer forgotten = BufferUtil.allocate(FORGOTTEN_AT_ONCE);

  RefusedConnection(EndPoint endPoint, Executor executor, Refusal refusal, Runnable atEnd) {
    super(endPoint, executor);
    this.refusal = refusal;
    this.atEnd = atEnd;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    String body = refusal.sentence() + "\n";
    String answer =
        String.join(
            "\r\n",
            "HTTP/1.1 %d %s".formatted(refusal.status(), HttpStatus.getMessage(refusal.status())),
            "Content-Type: text/plain; charset=utf-8",
            "Content-Length: " + body.length(),
            "Retry-After: " + Refusal.RETRY_AFTER_SECONDS,
            "Connection: close",
            "",
            body);
    getEndPoint()
        .write(
            Callback.from(this::answered, failure -> close()),
            ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
  }

  private void answered() {
    getEndPoint().shutdownOutput();
    fillInterested();
  }

  @Override
  public void onFillable() {
    try {
      int read;
      do {
        BufferUtil.clear(forgotten);
        read = getEndPoint().fill(forgotten);
      } while (read > 0);
      if (read == 0) {
        fillInterested();
        return;
      }
    } catch (IOException e) {
      // It is closed all the same.
    }
    close();
  }

  @Override
  public void onClose(Throwable cause) {
    super.onClose(cause);
    atEnd.run();
  }

  @Override
  public boolean onIdleExpired(TimeoutException timeout) {
    close();
    return false;
  }
}
