package parigot.plugin.queue;

/** What another has left is as good as new: it answers as queues do in memory. */
class QueueSimulatedTest extends QueueRulesTest {
  @Override
  Queues started(ManualClock time) throws Exception {
    try (Queues before = Queues.simulated(time)) {
      for (int i = 0; i < 10; i++) {
        before.send(before.create("left" + i), Queues.messageOf(1000));
      }
    }
    return Queues.simulated(time);
  }
}
