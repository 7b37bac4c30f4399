package parigot.peers;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The files of mutual TLS, all PEM. They are read again when they change, so that certificates can
 * be renewed while the links stand.
 *
 * @param certificate this node's certificate, then those between it and the authority; one of its
 *     DNS names is the node's name
 * @param key its private key as PKCS #8, not encrypted
 * @param authority the certificates of who may sign the nodes' certificates
 */
public record TlsFiles(Path certificate, Path key, Path authority) {
  public TlsFiles {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(authority, "authority");
  }
}
