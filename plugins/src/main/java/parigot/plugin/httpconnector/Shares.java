package parigot.plugin.httpconnector;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What all clients together, and each of them, hold of the server: connections, calls of the
 * receiver, and bytes of memory. Nobody waits for a share: it is had or refused. From any thread.
 */
final class Shares {
  /** The bytes of an IPv6 address that are one subscriber's. */
  private static final int PREFIX = 8;

  /** Bounds, for all or for one client. */
  record Bounds(int connections, int requests, long bytes) {}

  /** What became of a wish. */
  enum Verdict {
    GRANTED,
    /** This client has its share. */
    CLIENT_FULL,
    /** All have been shared out. */
    FULL
  }

  private final Bounds ofAll;
  private final Bounds ofEach;
  private final Share all = new Share("");
  private final Map<String, Share> clients = new HashMap<>();

  Shares(Bounds ofAll, Bounds ofEach) {
    this.ofAll = ofAll;
    this.ofEach = ofEach;
  }

  /** What one client holds. */
  private static final class Share {
    private final String client;
    private int connections;
    private int requests;
    private long bytes;

    Share(String client) {
      this.client = client;
    }
  }

  /** One connection, of a client that this goes to the account of. */
  final class Connected {
    private final Share share;
    private final Verdict verdict;

    private Connected(Share share, Verdict verdict) {
      this.share = share;
      this.verdict = verdict;
    }

    /** The same for all connections of a client while it holds anything. */
    Object client() {
      return share;
    }

    /** Whether it may be served. */
    Verdict verdict() {
      return verdict;
    }

    /** The connection has ended. Called once. */
    void end() {
      synchronized (Shares.this) {
        if (verdict == Verdict.GRANTED) {
          all.connections--;
          share.connections--;
          forget(share);
        }
      }
    }

    /** One more call of the receiver; {@link #endRequest} gives it back when it was granted. */
    Verdict request() {
      synchronized (Shares.this) {
        Verdict may = between(share.requests < ofEach.requests(), all.requests < ofAll.requests());
        if (may == Verdict.GRANTED) {
          all.requests++;
          share.requests++;
        }
        return may;
      }
    }

    /** A call has ended. */
    void endRequest() {
      synchronized (Shares.this) {
        all.requests--;
        share.requests--;
        forget(share);
      }
    }

    /** Memory for one request and its answer. */
    Claim claim() {
      return new Claim(share);
    }
  }

  /** The memory of one request and its answer, until it is freed. */
  final class Claim {
    private final Share share;
    private long bytes;
    private boolean freed;

    private Claim(Share share) {
      this.share = share;
    }

    /** So many bytes more; none when it is refused. What is over already ends soon. */
    Verdict add(long more) {
      synchronized (Shares.this) {
        if (freed) {
          return Verdict.GRANTED;
        }
        Verdict may =
            between(more <= ofEach.bytes() - share.bytes, more <= ofAll.bytes() - all.bytes);
        if (may == Verdict.GRANTED) {
          change(more);
        }
        return may;
      }
    }

    /** So many bytes instead of what it was, which is given back in any case. */
    Verdict become(long wanted) {
      synchronized (Shares.this) {
        change(-bytes);
        return add(wanted);
      }
    }

    /** The bytes that it has now. */
    long bytes() {
      synchronized (Shares.this) {
        return bytes;
      }
    }

    /** Gives all back, for good. May be called again. */
    void free() {
      synchronized (Shares.this) {
        change(-bytes);
        freed = true;
        forget(share);
      }
    }

    private void change(long by) {
      bytes += by;
      share.bytes += by;
      all.bytes += by;
    }
  }

  /** A client has connected. */
  synchronized Connected connect(Optional<InetAddress> address) {
    String client = address.map(Shares::key).orElse("");
    Share share = clients.computeIfAbsent(client, Share::new);
    Verdict may =
        between(share.connections < ofEach.connections(), all.connections < ofAll.connections());
    if (may == Verdict.GRANTED) {
      all.connections++;
      share.connections++;
    }
    forget(share);
    return new Connected(share, may);
  }

  /** Whether nobody holds anything. */
  synchronized boolean isEmpty() {
    return clients.isEmpty() && all.connections == 0 && all.requests == 0 && all.bytes == 0;
  }

  private static Verdict between(boolean clientMay, boolean anybodyMay) {
    if (!anybodyMay) {
      return Verdict.FULL;
    }
    return clientMay ? Verdict.GRANTED : Verdict.CLIENT_FULL;
  }

  private void forget(Share share) {
    if (share.connections == 0 && share.requests == 0 && share.bytes == 0) {
      clients.remove(share.client, share);
    }
  }

  private static String key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return Arrays.toString(address instanceof Inet6Address ? Arrays.copyOf(bytes, PREFIX) : bytes);
  }
}
