package parigot.plugin.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import protosupport.v1.host.IdRaw;
import queue.v1.host.QueueErr;

/** Any text at all where a name is expected, and any id: always what the contract says. */
class QueueNamesTest {
  private Queues queues;

  @BeforeTry
  void start() throws Exception {
    queues = Queues.inMemory(new ManualClock());
  }

  @AfterTry
  void stop() {
    queues.close();
  }

  @Property(tries = 500)
  void aQueuesName(@ForAll String name) {
    boolean good = name.matches("[a-zA-Z][a-zA-Z0-9._-]*");
    assertThat(Queues.errorOf(() -> queues.create(name)))
        .isEqualTo(good ? Optional.empty() : Optional.of(QueueErr.InvalidName_VALUE));
    assertThat(Queues.errorOf(() -> queues.locate(name)))
        .isEqualTo(good ? Optional.empty() : Optional.of(QueueErr.NotFound_VALUE));
  }

  /** Nearly good ones, of which a good many are. */
  @Property(tries = 500)
  void aNameOfLettersAndSigns(
      @ForAll @AlphaChars @NumericChars @Chars({'.', '-', '_', '/', ' '}) String name) {
    aQueuesName(name);
  }

  @Property(tries = 300)
  void anId(@ForAll long high, @ForAll long low) {
    IdRaw id = IdRaw.newBuilder().setHigh(high).setLow(low).build();
    assertThat(Queues.errorOf(() -> queues.length(id))).contains(QueueErr.NotFound_VALUE);
    assertThat(Queues.errorOf(() -> queues.sendText(id, "text"))).contains(QueueErr.NotFound_VALUE);
    assertThat(Queues.errorOf(() -> queues.receive(id, 1))).contains(QueueErr.NotFound_VALUE);
  }
}
