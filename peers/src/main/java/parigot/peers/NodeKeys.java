package parigot.peers;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** The one key and certificate of this node, as the files have it when a handshake begins. */
final class NodeKeys extends X509ExtendedKeyManager {
  record Pair(PrivateKey key, List<X509Certificate> chain) {}

  private static final String ALIAS = "node";

  private final Supplier<Pair> pair;

  NodeKeys(Supplier<Pair> pair) {
    this.pair = pair;
  }

  private String[] aliases(String... keyTypes) {
    String kind = pair.get().key().getAlgorithm();
    return List.of(keyTypes).contains(kind) ? new String[] {ALIAS} : null;
  }

  private String alias(String... keyTypes) {
    String[] aliases = aliases(keyTypes);
    return aliases == null ? null : ALIAS;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return aliases(keyType);
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return alias(keyTypes);
  }

  @Override
  public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    return alias(keyTypes);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return aliases(keyType);
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return alias(keyType);
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return alias(keyType);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return pair.get().chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return pair.get().key();
  }
}
