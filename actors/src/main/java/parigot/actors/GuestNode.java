package parigot.actors;

import org.apiguardian.api.API;
import parigot.kernel.GuestKind;

/**
 * One guest as the actor tree shows it.
 *
 * @param path its actor's path, as in {@code akka://parigot/user/kernel/greeting}
 * @param name the guest's name, with its number where it has several instances
 * @param kind what part it plays
 * @param state how far it has come, {@code STARTING}, {@code WAITING}, {@code LAUNCHED} or {@code
 *     ENDING}
 */
@API(status = API.Status.MAINTAINED)
public record GuestNode(String path, String name, GuestKind kind, String state) {}
