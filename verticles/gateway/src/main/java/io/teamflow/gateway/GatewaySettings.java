package io.teamflow.gateway;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * What an operator may set of the gateway.
 *
 * @param host the interface to listen on
 * @param port the port, the same for every instance of a node
 * @param publicUrl where browsers reach this installation, without a path; never what a request
 *     says
 * @param allowedOrigins origins that browsers may call from; programs send none
 * @param trustedProxies addresses and CIDR blocks whose {@code X-Forwarded-For} is believed
 * @param bodyBytes the largest request body
 * @param frameBytes the largest WebSocket message
 * @param framesPerMinute of one socket, fragments and pings too
 * @param subscriptions of one socket
 * @param socketsPerUser on this node
 * @param socketsPerAddress on this node, identified or not; of IPv6 per /64
 * @param heartbeatSeconds between two pings of a socket; one that is silent for two is closed
 * @param requestsPerMinute of one user, over HTTP and said over sockets, on this node or, with
 *     Redis, on all
 * @param loginsPerMinute sign-ins and registrations of one address, likewise
 * @param registration who may open an account
 */
public record GatewaySettings(
    String host,
    int port,
    URI publicUrl,
    Set<String> allowedOrigins,
    List<String> trustedProxies,
    int bodyBytes,
    int frameBytes,
    int framesPerMinute,
    int subscriptions,
    int socketsPerUser,
    int socketsPerAddress,
    int heartbeatSeconds,
    int requestsPerMinute,
    int loginsPerMinute,
    Registration registration) {

  /** Who may open an account. */
  public enum Registration {
    /** Everybody, at once; the mail that verifies the address follows. */
    OPEN,
    /** Everybody who answers a mail; before that nothing tells whether there is an account. */
    VERIFY,
    /** Nobody. */
    CLOSED
  }

  public GatewaySettings {
    allowedOrigins = Set.copyOf(allowedOrigins);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Whether browsers reach us by HTTPS, so that no cookie needs to travel without. */
  public boolean isSecure() {
    return "https".equals(publicUrl.getScheme());
  }

  /** The documented defaults on a port of loopback. */
  public static GatewaySettings onLoopback(int port) {
    return new GatewaySettings(
        "127.0.0.1",
        port,
        URI.create("http://127.0.0.1:" + port),
        Set.of(),
        List.of(),
        1_048_576,
        65_536,
        600,
        200,
        50,
        10_000,
        25,
        1_200,
        60,
        Registration.OPEN);
  }
}
