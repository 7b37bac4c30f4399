package parigot.edge;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;

/** Whose a verified certificate is. */
final class ClientCertificate {
  private static final int DNS_NAME = 2;
  private static final int URI = 6;

  private ClientCertificate() {}

  /** The name of the client of a connection, if it had to show a certificate. */
  static Optional<String> name(SSLSession tls) {
    try {
      return tls.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? Optional.of(name(certificate))
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      // Nobody asked it for one.
      return Optional.empty();
    }
  }

  /** The first DNS name or URI of its subject, or else the subject. */
  static String name(X509Certificate certificate) {
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          if (alternative.get(0).equals(DNS_NAME) || alternative.get(0).equals(URI)) {
            return alternative.get(1).toString();
          }
        }
      }
    } catch (CertificateParsingException e) {
      return subject(certificate);
    }
    return subject(certificate);
  }

  private static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
  }
}
