package parigot.cluster;

import akka.actor.ActorSystem;
import akka.remote.artery.tcp.SSLEngineProvider;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import parigot.peers.NodeTls;
import parigot.peers.TlsFiles;
import scala.Option;

/** TLS between the members of the group, as the links between the nodes have it. Akka makes it. */
public final class NodesTlsEngines implements SSLEngineProvider {
  private final SSLContext context;

  /** Made by Akka, for one actor system. */
  public NodesTlsEngines(ActorSystem system) {
    context = context(system.settings().config());
  }

  private static SSLContext context(Config config) {
    Set<String> others = new TreeSet<>(config.getStringList("parigot.others"));
    TlsFiles files =
        new TlsFiles(
            Path.of(config.getString("parigot.certificate")),
            Path.of(config.getString("parigot.key")),
            Path.of(config.getString("parigot.authority")));
    return NodeTls.context(files, config.getString("parigot.node"), others);
  }

  /** Whether the files can be used: said before anything starts. */
  static void check(Config config) {
    SSLContext unused = context(config);
  }

  @Override
  public SSLEngine createServerSSLEngine(String host, int port) {
    SSLEngine engine = engine(host, port);
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
    return engine;
  }

  @Override
  public SSLEngine createClientSSLEngine(String host, int port) {
    SSLEngine engine = engine(host, port);
    engine.setUseClientMode(true);
    return engine;
  }

  private SSLEngine engine(String host, int port) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setEnabledProtocols(new String[] {NodeTls.PROTOCOL});
    return engine;
  }

  // Whose certificate it is has been checked in the handshake.

  @Override
  public Option<Throwable> verifyClientSession(String host, SSLSession session) {
    return Option.empty();
  }

  @Override
  public Option<Throwable> verifyServerSession(String host, SSLSession session) {
    return Option.empty();
  }
}
