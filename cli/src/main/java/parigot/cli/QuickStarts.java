package parigot.cli;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.runtime.StartException;
import parigot.runtime.settings.ConfigFiles;
import parigot.runtime.settings.SettingsException;

/**
 * What the launchers run once after a build, so that the JVM keeps the classes that most runs load:
 * an application that ends by itself and, if there is a second argument, one that serves HTTP, with
 * some requests to it. Classes that are not kept make the first requests of a server slow.
 */
final class QuickStarts {
  private static final Logger log = LoggerFactory.getLogger(QuickStarts.class);

  /** So many that later JVMs, which keep profiles too, learn what is used often. */
  private static final int REQUESTS = 30;

  private QuickStarts() {}

  /** Runs what the files of the arguments configure; ends with the code of the first. */
  public static void main(String[] args) {
    int code = Main.commandLine().setErr(Log.standardError()).execute("run", args[0]);
    if (args.length > 1) {
      try {
        ask(Path.of(args[1]));
      } catch (SettingsException | StartException | CompletionException | IOException e) {
        // What the first has loaded is worth keeping all the same.
        log.warn("{} was not asked: {}", args[1], e.toString());
      }
    }
    Log.end();
    System.exit(code);
  }

  /** Starts a server on a port that is free, asks it for pages, and stops it. */
  private static void ask(Path configuration) throws IOException {
    System.setProperty("parigot.plugins.httpconnector.port", "0");
    ConfigFactory.invalidateCaches();
    try (Application application = Parigot.start(ConfigFiles.load(Optional.of(configuration)))) {
      application.launched().toCompletableFuture().join();
      URI address = URI.create(application.addresses().get(0));
      for (int i = 0; i < REQUESTS; i++) {
        ask(address);
      }
    }
  }

  /** By a socket: the JDK's client would be kept too, which no run uses. */
  private static void ask(URI address) throws IOException {
    String request = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket(address.getHost(), address.getPort());
        InputStream in = socket.getInputStream()) {
      socket
          .getOutputStream()
          .write(request.formatted(address.getAuthority()).getBytes(StandardCharsets.US_ASCII));
      if (in.readAllBytes().length == 0) {
        throw new IOException(address + " gave no answer");
      }
    }
  }
}
