package parigot.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Guests that a placement calls movable, and each mistake in saying so. */
@Timeout(30)
class MovingSettingsTest {
  private static final String NODES =
      """
      parigot.nodes {
        a { host = 127.0.0.1, port = 7001 }
        b { host = 127.0.0.1, port = 7002, roles = [data] }
        c { host = 127.0.0.1, port = 7003, roles = [data], moving-port = 7999 }
      }
      parigot.placement.default = a
      """;

  @TempDir Path temporary;
  private ConfigFolder folder;

  @BeforeEach
  void anApplicationOfTwoGuests() {
    folder = new ConfigFolder(temporary);
    folder.write("x.wasm", "");
    folder.write(
        "application.conf",
        "parigot.guests { shop { wasm = x.wasm }, buyer { wasm = x.wasm, kind = main } }");
  }

  private ApplicationSettings on(String node, String text) {
    Placement placement =
        Placement.of(ConfigFiles.placement(folder.write("placement.conf", NODES + text)));
    return folder.load("application.conf").on(placement, node);
  }

  private MovingSettings moving(String node, String text) {
    return on(node, text).node().orElseThrow().moving().orElseThrow();
  }

  @Test
  void aMovableGuestIsLoadedWhereItMayRunAndKnownOnEachNode() {
    String text = "parigot.placement.shop { movable = true, role = data, instances = 4 }";

    assertThat(on("a", text).guests()).extracting(GuestSettings::name).containsExactly("buyer");
    assertThat(on("b", text).guests()).extracting(GuestSettings::instances).containsExactly(4);
    MovingSettings.Movable shop = moving("a", text).guests().get("shop");
    assertThat(shop).isEqualTo(new MovingSettings.Movable(List.of("b", "c"), 4));
  }

  @Test
  void withoutARoleAMovableGuestMayRunOnEachNode() {
    MovingSettings moving = moving("a", "parigot.placement.shop.movable = true");

    assertThat(moving.guests().get("shop").nodes()).containsExactly("a", "b", "c");
    assertThat(moving.fenceAfter()).isEqualTo(Duration.ofSeconds(5));
    assertThat(moving.moveAfter()).isEqualTo(Duration.ofSeconds(8));
    assertThat(moving.addresses().get("a").port()).isEqualTo(8001);
    assertThat(moving.addresses().get("c").port()).isEqualTo(7999);
  }

  @Test
  void withoutAMovableGuestNothingMoves() {
    assertThat(on("a", "").node().orElseThrow().moving()).isEmpty();
  }

  private static Stream<Arguments> mistakes() {
    String shop = "parigot.placement.shop.movable = true\n";
    return Stream.of(
        arguments("parigot.placement.buyer.movable = true", "buyer is movable, and is no server"),
        arguments(shop + "parigot.moving.fence-after = 2 s", "longer than link.silence (2000 ms)"),
        arguments(
            shop + "parigot.moving.move-after = 5 s",
            "from 5500 ms, a tenth more than fence-after, for clocks differ"),
        arguments(
            shop + "parigot.moving.port-offset = 1",
            "gives node a the address 127.0.0.1:7002, which something else has"),
        arguments(shop + "parigot.moving.sooner = 1 s", "sooner"),
        arguments(
            shop + "parigot.nodes.pool { discover = shops, port = 7440, role = data }",
            "parigot.nodes.pool.discover must be a method of discovery and what it is asked for"),
        arguments(
            shop + "parigot.nodes.pool { discover = \"dns:x\", port = 1, host = x, role = data }",
            "parigot.nodes.pool.host stands beside discover"),
        arguments(
            "parigot.placement.shop { movable = true, role = data }\n"
                + "parigot.nodes.pool { discover = \"dns:x\", port = 7440, role = other }",
            "parigot.nodes.pool is a pool, on whose nodes movable guests run, and no guest is placed"),
        arguments(
            shop
                + "parigot.nodes.pool { discover = \"dns:x\", port = 1, role = data, roles = [x] }",
            "parigot.nodes.pool.role stands beside roles"),
        arguments(
            shop
                + "parigot.nodes { pool-1 { host = 127.0.0.1, port = 1 },"
                + " pool { discover = \"dns:x\", port = 7440, role = data } }",
            "parigot.nodes.pool-1 is called as nodes of the pool pool are"),
        arguments(
            shop
                + "parigot.nodes.pool { discover = \"dns:x\", port = 7440, roles = [data, hot] }\n"
                + "parigot.placement.buyer { role = hot }",
            "parigot.placement.buyer.role is hot, which nodes of a pool alone have"),
        arguments(
            shop
                + "parigot.nodes.pool { discover = \"dns:x\", port = 7440, role = data }\n"
                + "parigot.placement.buyer { nodes = [pool] }",
            "parigot.placement.buyer.nodes names the pool pool, whose nodes come and go"));
  }

  @Test
  void aNodeOfAPoolIsCalledByItsAddressAndHasMovableGuestsAlone() {
    String text =
        """
        parigot.placement.shop { movable = true, role = data, instances = 4 }
        parigot.nodes.pool { discover = "dns:parigot.default.svc", port = 7440, role = data }
        """;
    Placement placement =
        Placement.of(ConfigFiles.placement(folder.write("placement.conf", NODES + text)));
    ApplicationSettings application = folder.load("application.conf");

    assertThat(placement.names()).doesNotContain("pool");
    assertThat(placement.chosen(Optional.of("pool"))).isEqualTo("pool");
    ApplicationSettings one = application.on(placement, "pool");
    assertThat(one.guests()).extracting(GuestSettings::name).containsExactly("shop");
    NodeSettings here = one.node().orElseThrow();
    assertThat(here.name()).isEqualTo("pool-127-0-0-1");
    assertThat(here.placedAs()).isEqualTo("pool");
    assertThat(here.own()).isEqualTo(new NodeSettings.Address(here.name(), "127.0.0.1", 7440));
    assertThat(here.pools().get("pool"))
        .isEqualTo(new PoolSettings("pool", "akka-dns", "parigot.default.svc", 7440));

    OwnAddress address = new OwnAddress(Optional.of("127.0.0.2"), OptionalInt.of(7450));
    NodeSettings other = application.on(placement.at(address), "pool").node().orElseThrow();
    assertThat(other.name()).isEqualTo("pool-127-0-0-2-7450");
    assertThat(other.digest()).isEqualTo(here.digest());
    assertThat(other.moving().orElseThrow().addresses().get(other.name()).port()).isEqualTo(8450);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void eachMistakeIsAnsweredByOneSentence(String text, String sentence) {
    SettingsException mistake = catchThrowableOfType(SettingsException.class, () -> on("a", text));

    assertThat(mistake).as(text).isNotNull();
    assertThat(mistake.getMessage()).contains(sentence).contains("placement.conf");
  }
}
