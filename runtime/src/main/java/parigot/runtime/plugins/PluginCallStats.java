package parigot.runtime.plugins;

import org.apiguardian.api.API;
import parigot.kernel.Durations;

/**
 * The calls of one guest to one method of a plugin, over all the guest's lives, until one moment.
 *
 * @param plugin the plugin's name
 * @param guest the calling guest, as logs have it
 * @param service the service, with its package
 * @param method the method's name
 * @param durations how long the guest waited for each, whatever came of it
 */
@API(status = API.Status.MAINTAINED)
public record PluginCallStats(
    String plugin, String guest, String service, String method, Durations durations) {}
