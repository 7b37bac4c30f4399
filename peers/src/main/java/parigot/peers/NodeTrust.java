package parigot.peers;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Whose certificates are accepted: a configured node's, by the authority, in their time. */
final class NodeTrust extends X509ExtendedTrustManager {
  /** The authorities at a moment, and the file they stand in. */
  record Authority(X509TrustManager check, String file) {}

  private static final int DNS_NAME = 2;

  private final Supplier<Authority> authority;
  private final Set<String> nodes;

  /**
   * @param nodes the names one of which the certificate must have
   */
  NodeTrust(Supplier<Authority> authority, Set<String> nodes) {
    this.authority = authority;
    this.nodes = nodes;
  }

  /** The DNS names of a certificate, in small letters. */
  static Set<String> names(X509Certificate certificate) {
    Set<String> names = new TreeSet<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          if (alternative.get(0).equals(DNS_NAME)) {
            names.add(alternative.get(1).toString().toLowerCase(Locale.ROOT));
          }
        }
      }
    } catch (CertificateParsingException e) {
      // It has no name that counts.
      return Set.of();
    }
    return names;
  }

  private void check(X509Certificate[] chain, boolean client) throws CertificateException {
    check(List.of(chain), client, nodes, authority.get());
  }

  static void check(
      List<X509Certificate> chain, boolean client, Set<String> nodes, Authority authority)
      throws CertificateException {
    Set<String> names = names(chain.get(0));
    String whose =
        names.isEmpty() ? "without a DNS name" : "of " + Misfit.shown(String.join(", ", names));
    if (nodes.stream().noneMatch(node -> names.contains(node.toLowerCase(Locale.ROOT)))) {
      throw new CertificateMisfit(
          "the certificate is one "
              + whose
              + ", and one of its DNS names (subjectAltName) has to be "
              + String.join(" or ", new TreeSet<>(nodes)));
    }
    for (X509Certificate each : chain) {
      try {
        each.checkValidity();
      } catch (CertificateExpiredException e) {
        throw new CertificateMisfit(
            "the certificate " + whose + " has expired on " + each.getNotAfter().toInstant(), e);
      } catch (CertificateNotYetValidException e) {
        throw new CertificateMisfit(
            "the certificate " + whose + " is not valid before " + each.getNotBefore().toInstant(),
            e);
      }
    }
    try {
      X509Certificate[] path = chain.toArray(X509Certificate[]::new);
      if (client) {
        authority.check().checkClientTrusted(path, "UNKNOWN");
      } else {
        authority.check().checkServerTrusted(path, "UNKNOWN");
      }
    } catch (CertificateException e) {
      throw new CertificateMisfit(
          "the certificate "
              + whose
              + " is not one by the authority in "
              + authority.file()
              + " ("
              + Misfit.sentence(String.valueOf(e.getMessage()))
              + ")",
          e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain, true);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain, true);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain, true);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain, false);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain, false);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain, false);
  }

  /** Names of authorities are not told to who calls: there is one certificate to choose from. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
