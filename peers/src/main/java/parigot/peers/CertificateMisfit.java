package parigot.peers;

import java.security.cert.CertificateException;

/** A certificate that is not accepted. The message is one sentence for a person. */
final class CertificateMisfit extends CertificateException {
  private static final long serialVersionUID = 1;

  CertificateMisfit(String sentence) {
    super(sentence);
  }

  CertificateMisfit(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
