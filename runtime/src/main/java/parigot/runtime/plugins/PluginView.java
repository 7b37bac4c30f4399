package parigot.runtime.plugins;

import org.apiguardian.api.API;

/**
 * A plugin and what became of its calls.
 *
 * @param name the plugin's name
 * @param calls how many calls reached it
 * @param refused how many were refused: unreadable, or more than its threads and queue take
 * @param failed how many threw, or returned nothing
 * @param timedOut how many took longer than the time-out
 * @param writtenOff how many of its threads ignored an interrupt
 */
@API(status = API.Status.MAINTAINED)
public record PluginView(
    String name, long calls, long refused, long failed, long timedOut, int writtenOff) {}
