package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.BytesValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import parigot.kernel.ServiceView;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** Of which kind a guest is cannot be told from outside: one application, in every combination. */
@Timeout(120)
@ExtendWith(NothingLeft.class)
class SameFromOutsideTest {
  private static final Pattern ID = Pattern.compile("\\[?[a-z]+-[0-9a-f]{4,}[-:0-9a-f]*]?");

  @Test
  void everyCombinationOfKindsIsSeenAlike() {
    Map<String, List<String>> seen = new HashMap<>();
    for (GuestShape bottom : GuestShape.values()) {
      for (GuestShape relay : GuestShape.values()) {
        for (GuestShape main : GuestShape.values()) {
          seen.put(bottom + " " + relay + " " + main, look(bottom, relay, main));
        }
      }
    }
    List<String> first = seen.get("LOOP LOOP LOOP");
    assertThat(first).hasSize(19);
    assertThat(seen).hasSize(8).allSatisfy((kinds, what) -> assertThat(what).isEqualTo(first));
  }

  private static List<String> look(GuestShape bottom, GuestShape relay, GuestShape main) {
    List<String> seen = new ArrayList<>();
    try (TestApplication application =
        TestApplication.with(
                "parigot.call-timeout = 1 s",
                "parigot.exit-grace = 2 s",
                // How quick the machine is must not be seen in the log.
                "parigot.guest-defaults { method-limit = 60 s, method-warn = 60 s }")
            .service("bottom", bottom, "Echo", "Fail error 4", "Never never", "End trap")
            .set("bottom", "restart = never")
            .server(
                "relay",
                relay,
                "register relay",
                "export relay.v1 relay",
                "require bottom.v1 bottom",
                "bind Relay forward bottom.v1 bottom Echo",
                "bind Who print served",
                "launch",
                "print relay launched")
            .main(
                "client",
                main,
                "register client",
                "require relay.v1 relay",
                "require bottom.v1 bottom",
                "launch",
                "locate bottom.v1 bottom",
                "call Echo 7 3",
                "expect-call-error Fail 1 4",
                "locate relay.v1 relay",
                "calls Relay 100 20",
                // Nobody else calls the service while it does not answer.
                "locate bottom.v1 bottom",
                "expect-call-error Never 1 1",
                "expect-dispatch-error Echo 1000000 6",
                "print client done",
                "serve")
            .set("bottom", "message-limit = 64 KiB")
            .launched()) {
      seen.add("echo " + application.echo("bottom", "Echo", "text"));
      seen.add("relayed " + application.echo("relay", "Relay", "text"));
      seen.add("who " + application.echo("relay", "Who", "text"));
      application.application().services().stream()
          .map(SameFromOutsideTest::print)
          .sorted()
          .forEach(seen::add);
      application.application().guests().forEach(guest -> seen.add(guest.toString()));
      seen.add("refused " + failure(application, "Fail"));
      seen.add("timed out " + failure(application, "Never"));
      application.awaitPrinted("client done\n");
      seen.add("ended " + failure(application, "End"));
      application.log().awaitPart("WARN bottom failed");
      application.application().guests().forEach(guest -> seen.add(guest.toString()));
      seen.add("afterwards " + failure(application, "Echo"));
      seen.add("code " + application.stop());
      seen.add("printed " + application.printed());
      application.log().lines().stream()
          .filter(line -> line.startsWith("relay: ") || line.startsWith("client: "))
          .sorted()
          .forEach(seen::add);
    }
    return seen.stream().map(SameFromOutsideTest::withoutIds).toList();
  }

  private static String print(ServiceView service) {
    return "service %s %s %s %s %s %s"
        .formatted(
            service.debugName(),
            service.names(),
            service.requires(),
            service.methods().stream().map(ServiceView.Method::name).toList(),
            service.runRequested(),
            service.started());
  }

  private static String failure(TestApplication application, String method) {
    try {
      return "not: "
          + Within.limit(
              application.call("bottom", method, TestApplication.bytes(1), BytesValue.class));
    } catch (CallException | CompletionException e) {
      return e.getMessage();
    }
  }

  private static String withoutIds(String line) {
    Matcher id = ID.matcher(line);
    return id.replaceAll("ID");
  }
}
