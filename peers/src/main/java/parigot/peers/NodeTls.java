package parigot.peers;

import java.security.GeneralSecurityException;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** TLS as links have it, for what else nodes say to each other. From any thread. */
public final class NodeTls {
  /** The version that is spoken, and no other. */
  public static final String PROTOCOL = "TLSv1.3";

  private NodeTls() {}

  /**
   * A context in which this node proves its name, and which lets in the others of the application
   * alone. Its files are read again when they change.
   *
   * @param node this node's name
   * @param others the names of the others
   * @throws LinkException when a file cannot be used, or no other node would accept this one
   */
  public static SSLContext context(TlsFiles files, String node, Set<String> others) {
    Identity identity = Identity.of(files, node);
    try {
      SSLContext context = SSLContext.getInstance(PROTOCOL);
      context.init(
          new KeyManager[] {new NodeKeys(identity::pair)},
          new TrustManager[] {new NodeTrust(identity::authority, others)},
          // Numbers come from where the JDK has them.
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new LinkException("This JDK does not offer " + PROTOCOL + ": " + e.getMessage(), e);
    }
  }
}
