package parigot.plugin;

import com.google.protobuf.Message;
import java.util.concurrent.CompletionStage;

/**
 * A call from a plugin into a guest.
 *
 * @param response the response, or a {@link GuestCallException}; to cancel or to complete it
 *     withdraws the call, as {@link GuestServices#call} says
 * @param ended completes, never exceptionally, when no guest works on the call any more: with the
 *     response, and of a call that was withdrawn when the guest has dropped it unbegun, has
 *     answered it all the same, or has ended, or when the call's time has passed, which is all that
 *     is known of a guest on another node
 */
public record GuestCall<R extends Message>(
    CompletionStage<R> response, CompletionStage<Void> ended) {}
