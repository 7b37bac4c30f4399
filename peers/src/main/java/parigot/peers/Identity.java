package parigot.peers;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.NotSslRecordException;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node shows to others and by what it knows them, read again when its files change. */
final class Identity {
  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
  private static final String PROTOCOL = NodeTls.PROTOCOL;

  /** Netty's words for a connection that ended during the handshake. */
  private static final String HUNG_UP = "Connection closed";

  private record Loaded(List<Stamp> stamps, NodeKeys.Pair pair, NodeTrust.Authority authority) {}

  private record Stamp(FileTime changed, long size) {}

  private final TlsFiles files;
  private final String node;
  private Loaded loaded;

  private Identity(TlsFiles files, String node) {
    this.files = files;
    this.node = node;
    loaded = load(stamps());
  }

  /**
   * Reads the files of the node of this name.
   *
   * @throws LinkException a file cannot be used, and no other node would accept this one
   */
  static Identity of(TlsFiles files, String node) {
    return new Identity(files, node);
  }

  SslContext server(Set<String> others) {
    return context(
        SslContextBuilder.forServer(new NodeKeys(this::pair))
            .trustManager(new NodeTrust(this::authority, others))
            .clientAuth(ClientAuth.REQUIRE));
  }

  SslContext client(String other) {
    return context(
        SslContextBuilder.forClient()
            .keyManager(new NodeKeys(this::pair))
            .trustManager(new NodeTrust(this::authority, Set.of(other))));
  }

  private static SslContext context(SslContextBuilder builder) {
    try {
      return GrpcSslContexts.configure(builder, SslProvider.JDK).protocols(PROTOCOL).build();
    } catch (SSLException e) {
      throw new LinkException("This JDK does not offer " + PROTOCOL + ": " + e.getMessage(), e);
    }
  }

  NodeKeys.Pair pair() {
    return current().pair();
  }

  NodeTrust.Authority authority() {
    return current().authority();
  }

  private synchronized Loaded current() {
    List<Stamp> stamps = stamps();
    if (!stamps.equals(loaded.stamps())) {
      try {
        loaded = load(stamps);
        LOG.info("The files of TLS have changed and were read again.");
      } catch (LinkException e) {
        // Perhaps one of the three is still to come.
        LOG.warn(
            "The files of TLS have changed, and those before are still used: {}", e.getMessage());
        loaded = new Loaded(stamps, loaded.pair(), loaded.authority());
      }
    }
    return loaded;
  }

  private List<Stamp> stamps() {
    return Stream.of(files.certificate(), files.key(), files.authority())
        .map(Identity::stamp)
        .toList();
  }

  private static Stamp stamp(Path file) {
    try {
      return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
    } catch (IOException e) {
      // Whoever reads it next says so.
      return new Stamp(FileTime.fromMillis(0), -1);
    }
  }

  private Loaded load(List<Stamp> stamps) {
    List<X509Certificate> chain = Pem.certificates(files.certificate());
    NodeKeys.Pair pair =
        new NodeKeys.Pair(Pem.key(files.key(), chain.get(0), files.certificate()), chain);
    NodeTrust.Authority authority =
        new NodeTrust.Authority(
            trust(Pem.certificates(files.authority())), files.authority().toString());
    try {
      NodeTrust.check(chain, false, Set.of(node), authority);
      NodeTrust.check(chain, true, Set.of(node), authority);
    } catch (CertificateException e) {
      throw new LinkException(files.certificate() + ": " + e.getMessage() + ".", e);
    }
    return new Loaded(stamps, pair, authority);
  }

  private static X509TrustManager trust(List<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate authority : authorities) {
        store.setCertificateEntry("authority-" + store.size(), authority);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return Stream.of(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException | IOException e) {
      throw new LinkException("This JDK cannot check certificates: " + e.getMessage(), e);
    }
  }

  /**
   * Says what is wrong when TLS with another process has failed.
   *
   * @param who the other process, as subject of the sentence
   * @return empty when it may just have gone
   */
  Optional<String> trouble(String who, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateMisfit) {
        return Optional.of(who + " is not let in: " + cause.getMessage() + ".");
      }
      if (cause instanceof NotSslRecordException) {
        return Optional.of(who + " speaks no TLS, and this node does.");
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException
          && cause.getMessage() != null
          && !cause.getMessage().startsWith(HUNG_UP)) {
        String message = Misfit.sentence(cause.getMessage());
        return Optional.of(
            message.contains("fatal alert")
                ? who
                    + " does not accept this node's certificate in "
                    + files.certificate()
                    + ", and its log says why ("
                    + message
                    + ")."
                : "TLS with " + who + " has failed: " + message + ".");
      }
    }
    return Optional.empty();
  }
}
