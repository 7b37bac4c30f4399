package parigot.plugin.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parigot.plugin.TestPluginContext.caller;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import log.v1.host.LogLevel;
import log.v1.host.LogRequest;
import log.v1.host.LogResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import parigot.plugin.Caller;
import parigot.plugin.GuestLog;
import parigot.plugin.PluginException;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.plugin.TestPluginContext;
import parigot.plugin.TraceParent;

class LogServerTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(GuestLog.LOGGER);
  private final ListAppender<ILoggingEvent> kept =
      new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
          // Takes the MDC as it is now.
          event.prepareForDeferredProcessing();
          super.append(event);
        }
      };
  private final LogServer server = new LogServer();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.DEBUG);
    logger.setAdditive(false);
    kept.start();
    logger.addAppender(kept);
  }

  @AfterEach
  void leave() {
    server.close();
    logger.detachAppender(kept);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void aGuestsEventCarriesItsNameAndItsTime() throws Exception {
    start("");

    assertThat(
            log(
                "greeting.2",
                LogRequest.newBuilder()
                    .setLevel(LogLevel.LOG_LEVEL_WARNING)
                    .setMessage("low on tea")
                    .setStamp(Timestamp.newBuilder().setSeconds(1_700_000_000).setNanos(5_000_000))
                    .build()))
        .isEqualTo(LogResponse.getDefaultInstance());

    ILoggingEvent event = only();
    assertThat(event.getFormattedMessage()).isEqualTo("low on tea");
    assertThat(event.getLevel()).isEqualTo(Level.WARN);
    assertThat(event.getMDCPropertyMap())
        .containsEntry("guest", "greeting.2")
        .containsEntry("stamp", "2023-11-14T22:13:20.005Z");
  }

  @Test
  void aGuestsEventCarriesTheIdOfItsTrace() throws Exception {
    start("");
    String id = "4bf92f3577b34da6a3ce929d0e0e4736";
    Caller traced =
        new Caller(
            "a",
            0,
            0,
            "log.v1.Log",
            "Log",
            0,
            100,
            Optional.of(new TraceParent("00-" + id + "-00f067aa0ba902b7-00", "")));
    log(traced, LogRequest.newBuilder().setMessage("x").build());
    assertThat(only().getMDCPropertyMap()).containsEntry("trace_id", id);
    say("a", "y");
    assertThat(kept.list.get(1).getMDCPropertyMap()).doesNotContainKey("trace_id");
  }

  @ParameterizedTest
  @CsvSource({"0,INFO", "1,ERROR", "2,ERROR", "3,WARN", "4,INFO", "5,DEBUG", "77,INFO"})
  void aLevelBecomesThatOfTheLog(int number, String level) throws Exception {
    start("");
    log("a", LogRequest.newBuilder().setLevelValue(number).setMessage("x").build());
    assertThat(only().getLevel()).isEqualTo(Level.valueOf(level));
    assertThat(only().getMarkerList()).isEqualTo(number == 1 ? List.of(GuestLog.FATAL) : null);
  }

  @Test
  void aTimeThatNoCalendarHasLosesNoLine() throws Exception {
    start("");
    log(
        "a",
        LogRequest.newBuilder()
            .setMessage("x")
            .setStamp(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).setNanos(-1))
            .build());
    assertThat(only().getMDCPropertyMap()).doesNotContainKey("stamp");
  }

  @Test
  void textCannotSteerTheTerminalOrForgeALine() throws Exception {
    start("");
    say(
        "a",
        "one\nERROR kernel: two\r\u001b[2J\u0085\u202etxt.exe\u2028{} \u00e9\t\ud83d\ude00\r\n");
    assertThat(only().getFormattedMessage())
        .isEqualTo(
            "one\\x0aERROR kernel: two\\x0d\\x1b[2J\\x85\\u202etxt.exe\\u2028{} \u00e9\t\ud83d\ude00");
  }

  @Test
  void aLongMessageIsCutBetweenCharacters() throws Exception {
    start("longest-message = 16");
    say("a", "123456789012345\ud83d\ude00 and more");
    assertThat(only().getFormattedMessage()).isEqualTo("123456789012345… (11 characters more)");
  }

  @Test
  void aGuestThatFloodsIsCutAndTheCutIsCounted() throws Exception {
    TestPluginContext context = start("lines-per-second = 10, burst = 5");
    for (int i = 0; i < 100; i++) {
      say("loud", "line " + i);
    }
    say("quiet", "hello");
    assertThat(messages())
        .containsExactly("line 0", "line 1", "line 2", "line 3", "line 4", "hello");

    kept.list.clear();
    context.clock().advance(Duration.ofSeconds(2));
    say("quiet", "still here");
    assertThat(messages())
        .containsExactly(
            "95 lines of this guest were cut: it logs more than 10 a second", "still here");
    assertThat(kept.list.get(0).getMDCPropertyMap()).containsEntry("guest", "loud");
    assertThat(kept.list.get(0).getLevel()).isEqualTo(Level.WARN);

    kept.list.clear();
    for (int i = 0; i < 7; i++) {
      say("loud", "again");
    }
    server.close();
    assertThat(messages())
        .containsExactly(
            "again",
            "again",
            "again",
            "again",
            "again",
            "2 lines of this guest were cut: it logs more than 10 a second");
  }

  @Test
  void aSlowRateGivesALineWhenItsTimeHasCome() throws Exception {
    TestPluginContext context = start("lines-per-second = 1, burst = 1");
    say("a", "1");
    context.clock().advance(Duration.ofMillis(999));
    say("a", "cut");
    context.clock().advance(Duration.ofMillis(1));
    say("a", "2");
    assertThat(messages()).startsWith("1").endsWith("2").doesNotContain("cut");
  }

  @Test
  void aClockThatIsSetBackStopsNobody() throws Exception {
    TestPluginContext context = start("lines-per-second = 1, burst = 1");
    say("a", "1");
    context.clock().advance(Duration.ofHours(-1));
    say("a", "cut");
    context.clock().advance(Duration.ofSeconds(1));
    say("a", "2");
    assertThat(messages()).startsWith("1").endsWith("2").doesNotContain("cut");
  }

  @Test
  void whatTheLogDoesNotKeepCostsNothing() throws Exception {
    start("lines-per-second = 1, burst = 1");
    logger.setLevel(Level.INFO);
    for (int i = 0; i < 10; i++) {
      log(
          "a",
          LogRequest.newBuilder().setLevel(LogLevel.LOG_LEVEL_DEBUG).setMessage("detail").build());
    }
    say("a", "news");
    assertThat(messages()).containsExactly("news");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "burst = 0|parigot.plugins.log.burst must be a whole number from 1 to 1000000, and is 0.",
        "burst = many"
            + "|parigot.plugins.log.burst must be a whole number from 1 to 1000000, and is \"many\".",
        "longest-message = []"
            + "|parigot.plugins.log.longest-message must be a whole number from 16 to 1000000, and"
            + " is the list [].",
        "brust = 1|parigot.plugins.log.brust is no setting; did you mean burst?",
        "colour = red|parigot.plugins.log.colour is no setting; known are burst, lines-per-second,"
            + " longest-message."
      })
  void aWrongSettingIsNamed(String hocon, String sentence) {
    assertThatThrownBy(() -> start(hocon))
        .isInstanceOf(PluginException.class)
        .hasMessage("String: 1: " + sentence);
  }

  @Test
  void theServiceIsNamedAsTheContractSays() throws Exception {
    start("");
    PluginService service = server.services().get(0);
    assertThat(service.module()).isEqualTo("log");
    assertThat(service.methods()).extracting(PluginMethod::importName).containsExactly("log_");
  }

  private TestPluginContext start(String hocon) throws PluginException {
    TestPluginContext context = TestPluginContext.of("log", hocon);
    server.start(context);
    return context;
  }

  private void say(String guest, String message) throws Exception {
    log(
        guest,
        LogRequest.newBuilder()
            .setLevel(LogLevel.LOG_LEVEL_INFO)
            .setMessageBytes(ByteString.copyFromUtf8(message))
            .build());
  }

  private LogResponse log(String guest, LogRequest request) throws Exception {
    return log(caller(guest), request);
  }

  @SuppressWarnings("unchecked")
  private LogResponse log(Caller caller, LogRequest request) throws Exception {
    PluginMethod<LogRequest, LogResponse> method =
        (PluginMethod<LogRequest, LogResponse>) server.services().get(0).methods().get(0);
    return method.handler().handle(request, caller);
  }

  private ILoggingEvent only() {
    assertThat(kept.list).hasSize(1);
    return kept.list.get(0);
  }

  private List<String> messages() {
    return kept.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
