package parigot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.google.protobuf.StringValue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import parigot.actors.Application;

/** What makes a test or its class fail: here are such tests, run one by one. */
@Timeout(120)
class FailingScopesTest {
  private static final String CONF = WithApplicationTest.CONF;

  private static Application left;
  private static Thread leftThread;
  private static CountDownLatch done = new CountDownLatch(1);

  /** What the samples below leave behind on purpose. */
  @AfterEach
  void clearUp() throws InterruptedException {
    done.countDown();
    done = new CountDownLatch(1);
    if (leftThread != null) {
      leftThread.join();
      leftThread = null;
    }
    if (left != null) {
      int unusedCode = left.ended().toCompletableFuture().join();
      left = null;
    }
  }

  private static Events run(Class<?> sample) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(sample))
        .execute()
        .allEvents();
  }

  /** What each failed test or class failed with. */
  private static List<String> failures(Events events) {
    return events
        .filter(event -> event.getPayload(TestExecutionResult.class).isPresent())
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .flatMap(result -> result.getThrowable().stream())
        .map(Throwable::getMessage)
        .toList();
  }

  private static List<String> failed(Events events) {
    return events.failed().stream()
        .map(Event::getTestDescriptor)
        .map(d -> d.getDisplayName())
        .toList();
  }

  @WithApplication(FailingScopesTest.CONF)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class ACallIsLeft {
    @Test
    @Order(1)
    void leavesACallThatNobodyAnswers(Application application) {
      CompletionStage<StringValue> unused = never(application);
      assertThat(WithApplicationTest.echo(application, "sent after it")).isNotEmpty();
    }

    @Test
    @Order(2)
    void waitsForItsCalls(Application application) {
      CompletableFuture<StringValue> call = never(application).toCompletableFuture();
      assertThat(call).failsWithin(java.time.Duration.ofSeconds(30));
    }

    private static CompletionStage<StringValue> never(Application application) {
      return application.call(
          "greeting.v1", "greeting", "Never", StringValue.getDefaultInstance(), StringValue.class);
    }
  }

  @Test
  void aTestAfterWhichACallStillWaitsFailsAndTheOthersDoNot() {
    Events events = run(ACallIsLeft.class);
    assertThat(failed(events)).containsExactly("leavesACallThatNobodyAnswers(Application)");
    assertThat(failures(events))
        .singleElement()
        .asString()
        .startsWith("calls still wait for their answers: [CallView[")
        .contains("callee=greeting, service=greeting.v1.greeting, method=Never");
  }

  @WithApplication(value = FailingScopesTest.CONF, timeoutSeconds = 5)
  static class AThreadIsLeft {
    @Test
    void startsAThreadAsTheApplicationWould(Application application) {
      CountDownLatch end = done;
      leftThread =
          new Thread(
              () -> {
                try {
                  end.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              },
              "parigot-left");
      leftThread.start();
    }
  }

  @Test
  void aClassAtWhoseEndAThreadIsLeftFails() {
    Events events = run(AThreadIsLeft.class);
    assertThat(failed(events)).containsExactly("FailingScopesTest$AThreadIsLeft");
    assertThat(failures(events)).containsExactly("the application left the thread parigot-left");
  }

  static class AGuestIsLeft {
    @Test
    @WithApplication(
        value = FailingScopesTest.CONF,
        config =
            "parigot { exit-grace = 8 s, guests.greeting { method-limit = 1 h,"
                + " args = [\"register greeting\", loop] } }",
        awaitLaunch = false,
        timeoutSeconds = 2)
    void hasAGuestThatDoesNotEnd(Application application) {
      left = application;
    }
  }

  @Test
  void aTestAtWhoseEndAGuestIsLeftFails() {
    Events events = run(AGuestIsLeft.class);
    assertThat(failed(events)).containsExactly("hasAGuestThatDoesNotEnd(Application)");
    assertThat(failures(events))
        .singleElement()
        .asString()
        .startsWith("guests are left 2 s after the stop: [GuestNode[")
        .contains("name=greeting");
  }

  @WithApplication(
      value = FailingScopesTest.CONF,
      config =
          "parigot { launch-timeout = 200 ms, guests.greeting.args ="
              + " [\"register greeting\", \"require no.v1 body\", launch] }")
  static class NothingLaunches {
    @Test
    void neverBegins() {}
  }

  @Test
  void aClassWhoseApplicationDoesNotLaunchFailsWithTheReason() {
    Events events = run(NothingLaunches.class);
    assertThat(failed(events)).containsExactly("FailingScopesTest$NothingLaunches");
    assertThat(failures(events))
        .containsExactly(
            "the application did not launch: Not launched within 200 ms: greeting waits for"
                + " no.v1.body (which nobody exports).");
  }

  @WithApplication("src/test/resources/no-such.conf")
  static class NoSuchFile {
    @Test
    void neverBegins() {}
  }

  @Test
  void aConfigurationThatDoesNotExistIsNamed() {
    assertThat(failures(run(NoSuchFile.class)))
        .singleElement()
        .asString()
        .matches("@WithApplication names .*/no-such.conf, and there is no such file");
  }

  @WithApplication(
      value = FailingScopesTest.CONF,
      config = "parigot.guests.greeting.wasm = no-such.wasm")
  static class NoSuchModule {
    @Test
    void neverBegins() {}
  }

  @Test
  void aModuleThatDoesNotExistIsNamed() {
    assertThat(failures(run(NoSuchModule.class)))
        .singleElement()
        .asString()
        .contains("parigot.guests.greeting.wasm names no-such.wasm, and there is no such file");
  }

  @org.junit.jupiter.api.extension.ExtendWith(ApplicationExtension.class)
  static class NoApplication {
    @Test
    void asksForOne(Application application) {}
  }

  @Test
  void aParameterWithoutAnApplicationSaysWhereToPutTheAnnotation() {
    assertThat(failures(run(NoApplication.class)))
        .singleElement()
        .asString()
        .contains("put @WithApplication on the class or on the method");
  }
}
