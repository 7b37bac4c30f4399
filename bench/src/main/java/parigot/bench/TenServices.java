package parigot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A project of ten services in Java and a main that requires them all. The main asks the first
 * service again and again, and prints its answer when it is another.
 */
final class TenServices {
  static final int GUESTS = 11;

  private static final String PROTO =
      """
      syntax = "proto3";
      package @.v1;
      import "protosupport/v1/protosupport.proto";

      service @S {
        rpc Say(SayRequest) returns (SayResponse);
      }
      message SayRequest { string text = 1; }
      message SayResponse { string text = 1; }

      enum @SErr {
        option (protosupport.v1.parigot_error) = true;
        NoError = 0;
        DispatchError = 1;
        UnmarshalError = 2;
        MarshalError = 3;
      }
      """;

  private static final String SERVICE =
      """
      package ten;

      import @.v1.@S;
      import @.v1.SayRequest;
      import @.v1.SayResponse;
      import parigot.guest.Future;
      import parigot.guest.Guest;

      public final class @SGuest implements @S {
        public static void main(String[] args) {
          Guest.named("@").export(@S.service(new @SGuest())).start();
        }

        @Override
        public Future<SayResponse> say(SayRequest request) {
          return Future.of(SayResponse.newBuilder().setText("answer %d").build());
        }
      }
      """;

  private static final String CALLER =
      """
      package ten;

      import java.time.Duration;
      import parigot.guest.Guest;
      import parigot.guest.Promise;
      import s0.v1.S0;
      import s0.v1.SayRequest;

      public final class CallerGuest {
        private static String last = "";

        public static void main(String[] args) {
          Guest.named("caller")%s
              .main(
                  guest -> {
                    S0 first = S0.client(guest);
                    guest.every(
                        Duration.ofMillis(10),
                        () ->
                            first
                                .say(SayRequest.newBuilder().setText("?").build())
                                .onSuccess(answer -> say(answer.getText())));
                    return new Promise<Integer>().future();
                  })
              .start();
        }

        private static void say(String answer) {
          if (!answer.equals(last)) {
            last = answer;
            System.out.println(answer);
          }
        }
      }
      """;

  private final Path folder;
  private int answer;

  private TenServices(Path folder) {
    this.folder = folder;
  }

  /** Writes the sources in the place of those of a project that {@code parigot new} has made. */
  static TenServices in(Path folder) throws IOException {
    Path main = folder.resolve("src/main");
    Workplace.delete(main);
    TenServices services = new TenServices(folder);
    StringBuilder guests = new StringBuilder("<guests>\n<caller>ten.CallerGuest</caller>\n");
    StringBuilder run = new StringBuilder("caller { wasm = caller.wasm, kind = main }\n");
    StringBuilder required = new StringBuilder();
    for (String name : names()) {
      String type = type(name);
      write(main.resolve("protobuf/%1$s/v1/%1$s.proto".formatted(name)), filled(PROTO, name));
      services.write(name);
      guests.append("<%1$s>ten.%2$sGuest</%1$s>\n".formatted(name, type));
      run.append("%1$s { wasm = %1$s.wasm }\n".formatted(name));
      required.append("\n        .require(%s.v1.%s.NAME)".formatted(name, type));
    }
    write(main.resolve("java/ten/CallerGuest.java"), CALLER.formatted(required));
    Path pom = folder.resolve("pom.xml");
    write(
        pom, Files.readString(pom).replaceFirst("(?s)<guests>.*?(?=</guests>)", guests.toString()));
    write(
        folder.resolve("application.conf"),
        "parigot { search-path = [target/guests], guests {\n%s} }\n".formatted(run));
    return services;
  }

  private static List<String> names() {
    return IntStream.range(0, GUESTS - 1).mapToObj(number -> "s" + number).toList();
  }

  private static String type(String name) {
    return "S" + name.substring(1);
  }

  private static String filled(String text, String name) {
    return text.replace("@S", type(name))
        .replace("@", name)
        .replace(name + "Override", "@Override");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void write(String name) throws IOException {
    write(
        folder.resolve("src/main/java/ten/" + type(name) + "Guest.java"),
        filled(SERVICE, name).formatted(answer));
  }

  Path folder() {
    return folder;
  }

  /** What the first service answers, as its sources have it. */
  String answer() {
    return "answer " + answer;
  }

  /** Changes the one line of the first service that says what it answers. */
  void change() throws IOException {
    answer++;
    write("s0");
  }

  /** When each module was written, by its file. */
  Map<Path, FileTime> modules() throws IOException {
    Map<Path, FileTime> written = new HashMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("target/guests"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".wasm")).toList()) {
        written.put(file, Files.getLastModifiedTime(file));
      }
    }
    return written;
  }
}
