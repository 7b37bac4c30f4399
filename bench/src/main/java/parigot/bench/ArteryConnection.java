package parigot.bench;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.Props;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Two actors of two actor systems, which meet on loopback by Akka's Artery over TCP. */
final class ArteryConnection implements StreamLines.Connection {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ActorSystem near;
  private final ActorSystem far;
  private final ActorRef caller;
  private final ActorRef echo;

  private ArteryConnection(Consumer<ByteString> answers, String transport) {
    Config config =
        ConfigFactory.parseString(transport)
            .withFallback(
                ConfigFactory.parseString(
                    """
                    akka {
                      loglevel = ERROR
                      stdout-loglevel = OFF
                      actor.provider = remote
                      remote {
                        warn-about-direct-use = off
                        use-unsafe-remote-features-outside-cluster = on
                        artery.canonical { hostname = 127.0.0.1, port = 0 }
                      }
                    }
                    """))
            .withFallback(ConfigFactory.load());
    far = ActorSystem.create("far", config);
    near = ActorSystem.create("near", config);
    ActorRef unusedEcho = far.actorOf(Props.create(Echo.class, Echo::new), "echo");
    caller = near.actorOf(Props.create(Caller.class, () -> new Caller(answers)), "caller");
    String address = ((ExtendedActorSystem) far).provider().getDefaultAddress().toString();
    echo =
        near.actorSelection(address + "/user/echo")
            .resolveOne(PATIENCE)
            .toCompletableFuture()
            .join();
  }

  static ArteryConnection open(Consumer<ByteString> answers) {
    return new ArteryConnection(answers, "akka.remote.artery.transport = tcp");
  }

  /** The same over TLS 1.3, both ends with a certificate. */
  static ArteryConnection openTls(Consumer<ByteString> answers) {
    Path store = Certificates.store();
    return new ArteryConnection(
        answers,
        """
        akka.remote.artery {
          transport = tls-tcp
          ssl.config-ssl-engine {
            key-store = %1$s, key-store-password = %2$s, key-password = %2$s
            trust-store = %1$s, trust-store-password = %2$s
            protocol = TLSv1.3
            enabled-algorithms = [TLS_AES_128_GCM_SHA256]
          }
        }
        """
            .formatted(GuestApplication.quoted(store.toString()), Certificates.PASSWORD));
  }

  @Override
  public void send(ByteString frame) {
    echo.tell(frame.toByteArray(), caller);
  }

  @Override
  public void close() {
    CompletableFuture.allOf(end(near), end(far)).join();
  }

  private static CompletableFuture<?> end(ActorSystem system) {
    system.terminate();
    return system.getWhenTerminated().toCompletableFuture();
  }

  private static final class Echo extends AbstractActor {
    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(byte[].class, frame -> getSender().tell(frame, getSelf()))
          .build();
    }
  }

  private static final class Caller extends AbstractActor {
    private final Consumer<ByteString> answers;

    Caller(Consumer<ByteString> answers) {
      this.answers = answers;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(byte[].class, frame -> answers.accept(UnsafeByteOperations.unsafeWrap(frame)))
          .build();
    }
  }
}
