package parigot.actors;

import java.util.List;
import parigot.kernel.KernelStats;
import parigot.kernel.NodeView;
import parigot.runtime.plugins.PluginCallStats;
import parigot.runtime.plugins.PluginView;

/**
 * What one process of an application has counted since its start, and how it stands, at about one
 * moment.
 *
 * @param kernel the calls that guests made, and what they were refused
 * @param lateAnswers how many answers came for calls that did not wait for them any more
 * @param guests those of this node, in the order of their names
 * @param plugins what became of the calls to each plugin
 * @param pluginCalls how long these took, by guest and method
 * @param nodes the other nodes
 * @param links what the links to them have carried
 */
public record ApplicationStats(
    KernelStats kernel,
    long lateAnswers,
    List<GuestStatus> guests,
    List<PluginView> plugins,
    List<PluginCallStats> pluginCalls,
    List<NodeView> nodes,
    List<LinkTraffic> links) {}
