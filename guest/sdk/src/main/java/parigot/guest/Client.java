package parigot.guest;

import java.util.Optional;

/**
 * A client that is no guest, for whom the host makes a call: as the host knows it, and not as it
 * says.
 *
 * @param address its address on the network, without the port: that of a proxy where one stands in
 *     between
 * @param certificateName of its certificate, if it had one that was verified: the first DNS name or
 *     URI of its subject, or else the subject as RFC 2253 writes it
 */
public record Client(String address, Optional<String> certificateName) {}
