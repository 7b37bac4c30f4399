package parigot.actors;

import parigot.runtime.machine.Time;
import parigot.runtime.plugins.PluginThreads;

/** The threads that applications have, for tests of what runs on them. */
public final class ThreadsOfActors {
  private ThreadsOfActors() {}

  public static PluginThreads forPlugins() {
    return new PlatformThreads(Time.ofThisMachine());
  }
}
