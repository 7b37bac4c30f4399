package helloworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code parigot dev}: a service is changed, broken and mended while it is called. */
@Tag("once")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class DevTest {
  /** Asks again and again, and says what it hears. */
  private static final String CLIENT =
      """
      package shop;

      import java.time.Duration;
      import parigot.guest.Guest;
      import parigot.guest.Promise;
      import shop.v1.EchoRequest;
      import shop.v1.Shop;

      public final class ClientGuest {
        public static void main(String[] args) {
          Guest.named("shop-client")
              .require(Shop.NAME)
              .main(
                  guest -> {
                    Shop shop = Shop.client(guest);
                    guest.every(
                        Duration.ofMillis(50),
                        () ->
                            shop.echo(EchoRequest.newBuilder().setText("?").build())
                                .onSuccess(answer -> System.out.println(answer.getText())));
                    return new Promise<Integer>().future();
                  })
              .start();
        }
      }
      """;

  /** A plugin of Maven's that the first build has to download. */
  private static final String NEVER_DOWNLOADED = "org/apache/maven/plugins/maven-resources-plugin";

  /** It is to be had nearby, unless this build has never needed it either. */
  private static final String SETTINGS =
      """
      <settings>
        <profiles>
          <profile>
            <id>nearby</id>
            <pluginRepositories>
              <pluginRepository>
                <id>nearby</id>
                <url>file://%s</url>
              </pluginRepository>
            </pluginRepositories>
          </profile>
        </profiles>
        <activeProfiles>
          <activeProfile>nearby</activeProfile>
        </activeProfiles>
      </settings>
      """;

  @TempDir private static Path folder;
  private static Path repository;
  private static Path project;

  @BeforeAll
  static void aNewProject() throws Exception {
    repository = folder.resolve("repository");
    Path whole = Path.of(System.getProperty("local.repository"));
    FreshCheckout.shareRepository(whole, repository, NEVER_DOWNLOADED);
    InstalledParigot.into(repository);
    try (CommandLine made = CommandLine.start(folder, repository, "new", "shop")) {
      assertThat(made.code()).as(made.err().toString()).isZero();
    }
    project = folder.resolve("shop");
    write("ClientGuest", CLIENT);
    Path settings = Files.writeString(folder.resolve("settings.xml"), SETTINGS.formatted(whole));
    Files.writeString(project.resolve(".mvn/maven.config"), "--settings=" + settings);
  }

  @AfterAll
  static void nothingIsShared() throws Exception {
    FreshCheckout.unshareRepository(repository);
  }

  private static void write(String name, String text) throws Exception {
    Files.writeString(project.resolve("src/main/java/shop/" + name + ".java"), text);
  }

  private static void answerWith(String expression) throws Exception {
    write(
        "ShopService",
        """
        package shop;

        import parigot.guest.Future;
        import shop.v1.EchoRequest;
        import shop.v1.EchoResponse;
        import shop.v1.Shop;

        final class ShopService implements Shop {
          @Override
          public Future<EchoResponse> echo(EchoRequest request) {
            return Future.of(EchoResponse.newBuilder().setText(%s).build());
          }
        }
        """
            .formatted(expression));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasm", "jvm"})
  void whatChangesIsBuiltAndAnswersAndWhatCannotBeBuiltIsShown(String engine) throws Exception {
    answerWith("\"one\"");
    try (CommandLine dev = CommandLine.start(project, repository, "dev", "--engine", engine)) {
      dev.out().await(0, "one"::equals);

      answerWith("\"two\"");
      dev.out().await(0, "two"::equals);
      assertThat(dev.err().await(0, line -> line.contains(" started in ")))
          .matches("parigot: built in \\d+\\.\\d s, shop started in \\d+\\.\\d s");

      answerWith("1");
      String wrong = dev.err().await(0, line -> line.contains("ShopService.java:[11,"));
      assertThat(wrong).contains("incompatible types");
      assertThat(dev.err().toString())
          .containsPattern("the build failed after .*, and what runs goes on:");
      dev.out().await(dev.out().count(), "two"::equals);

      answerWith("\"three\"");
      dev.out().await(0, "three"::equals);

      assertThat(dev.terminate()).isEqualTo(143);
    }
  }
}
