package parigot.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a trace's headers, and written there. */
class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @Test
  void whatWasReadIsWrittenAgain() {
    TraceContext read = TraceContext.of(PARENT, "vendor=a, other=b");

    assertThat(read.isPresent()).isTrue();
    assertThat(read.isSampled()).isTrue();
    assertThat(read.traceparent()).isEqualTo(PARENT);
    assertThat(read.traceId()).isEqualTo(TRACE);
    assertThat(read.spanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(read.state()).isEqualTo("vendor=a, other=b");
  }

  @Test
  void aTraceThatNobodyKeepsIsOneToo() {
    TraceContext read = TraceContext.of("00-" + TRACE + "-00f067aa0ba902b7-00", "");

    assertThat(read.isPresent()).isTrue();
    assertThat(read.isSampled()).isFalse();
  }

  @Test
  void aLaterVersionMaySayMore() {
    assertThat(TraceContext.of("cc-" + TRACE + "-00f067aa0ba902b7-01-what-ever", "").traceparent())
        .isEqualTo(PARENT);
  }

  @Test
  void aSpanThatComesOfAnotherKeepsItAsItsParent() {
    TraceContext read = TraceContext.of(PARENT, "a=b");

    TraceContext child = read.child(7);

    assertThat(child.parent()).isEqualTo(read.span());
    assertThat(child.traceparent()).isEqualTo("00-" + TRACE + "-0000000000000007-01");
    assertThat(child.state()).isEqualTo("a=b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
      })
  void whatIsNoTraceIsNone(String traceparent) {
    assertThat(TraceContext.of(traceparent, "a=b")).isEqualTo(TraceContext.NONE);
  }

  @Test
  void aStateThatIsTooLongOrNoTextIsLeftOut() {
    assertThat(TraceContext.of(PARENT, "a=" + "b".repeat(600)).state()).isEmpty();
    assertThat(TraceContext.of(PARENT, "a=b\r\nset-cookie: c").state()).isEmpty();
  }
}
