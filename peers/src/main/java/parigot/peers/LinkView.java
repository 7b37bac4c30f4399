package parigot.peers;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * The link to another node at one moment.
 *
 * @param node the other node's name
 * @param address where it listens, as it was configured
 * @param linkedSince when the session began; empty while there is none
 * @param session the session's number; empty while there is none
 * @param roundTrip the last one measured by a heartbeat, or by the hello before the first
 * @param queuedBytes what waits to be written
 * @param staleFrames frames that were read too late and dropped, since the start
 * @param lastRefusal why the last attempt to link was refused; empty after a session has begun
 * @param lastTrouble why the last session or attempt to link ended, such as "Connection refused"
 */
@API(status = API.Status.MAINTAINED)
public record LinkView(
    String node,
    NodeAddress address,
    Optional<Instant> linkedSince,
    OptionalLong session,
    Optional<Duration> roundTrip,
    long queuedBytes,
    long staleFrames,
    Optional<String> lastRefusal,
    Optional<String> lastTrouble) {}
