package io.teamflow.gateway.socket;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.gateway.Departure;
import io.teamflow.gateway.GatewaySettings;
import io.teamflow.gateway.GatewayState;
import io.teamflow.gateway.http.ClientAddress;
import io.teamflow.gateway.token.AccessTokenVerifier;
import io.teamflow.gateway.token.RevokedSessions;
import io.teamflow.stream.StreamHub;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.internal.ContextInternal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The sockets of one event loop. One timer serves them all. */
public final class Sockets {
  private static final String PATH = "/api/v1/realtime";
  private static final long TICK_MS = 1_000;
  private static final long MINUTE_MS = 60_000;

  /** What a socket has, after the time it was told, to be replaced before it is closed. */
  private static final long GRACE_MS = 500;

  private final Vertx vertx;
  private final ContextInternal context;
  private final Bus bus;
  private final StreamHub hub;
  private final AccessTokenVerifier tokens;
  private final RevokedSessions revoked;
  private final GatewaySettings settings;
  private final GatewayState state;
  private final ClientAddress addresses;
  private final Set<SocketSession> open = new HashSet<>();

  public Sockets(
      Vertx vertx,
      Bus bus,
      StreamHub hub,
      AccessTokenVerifier tokens,
      RevokedSessions revoked,
      GatewaySettings settings,
      GatewayState state) {
    this.vertx = vertx;
    this.context = (ContextInternal) vertx.getOrCreateContext();
    this.bus = bus;
    this.hub = hub;
    this.tokens = tokens;
    this.revoked = revoked;
    this.settings = settings;
    this.state = state;
    this.addresses = new ClientAddress(settings.trustedProxies());
    vertx.setPeriodic(TICK_MS, _ -> tick());
    vertx.setPeriodic(MINUTE_MS, _ -> open.forEach(SocketSession::newMinute));
    state.onDeparture(why -> context.runOnContext(_ -> sendAway(why)));
  }

  /**
   * Decides whether a socket may be opened: at the one path, by a program (which sends no Origin)
   * or from an allowed origin, and not while the node sends clients away.
   */
  public void handshake(ServerWebSocketHandshake handshake) {
    String origin = handshake.headers().get("Origin");
    if (!PATH.equals(handshake.path())) {
      handshake.reject(404);
    } else if (origin != null && !settings.allowedOrigins().contains(origin)) {
      handshake.reject(403);
    } else if (state.sendsAway()) {
      handshake.reject(503);
    } else {
      handshake.accept();
    }
  }

  /** Begins to serve a socket, unless its address has as many as it may. */
  public void opened(ServerWebSocket socket) {
    String address = addresses.of(socket.remoteAddress(), socket.headers());
    if (state.sendsAway()) { // since the handshake
      socket.close(CloseCode.MOVED.code(), CloseCode.MOVED.reason());
    } else if (!state.openAddress(ClientAddress.source(address), settings.socketsPerAddress())) {
      socket.close(CloseCode.LIMITED.code(), CloseCode.LIMITED.reason());
    } else {
      open.add(new SocketSession(this, socket, address));
    }
  }

  void closed(SocketSession session, String address) {
    if (open.remove(session)) {
      state.closeAddress(ClientAddress.source(address));
    }
  }

  private void tick() {
    long now = System.currentTimeMillis();
    List.copyOf(open).forEach(session -> session.tick(now));
  }

  /** Asks every socket to move, each at a time of its own, and closes those that stayed. */
  private void sendAway(Departure why) {
    for (SocketSession session : List.copyOf(open)) {
      long afterMs = ThreadLocalRandom.current().nextInt(why.spreadMs());
      session.askToReconnect(why, afterMs);
      vertx.setTimer(afterMs + GRACE_MS, _ -> session.close(CloseCode.MOVED));
    }
  }

  void later(long ms, Runnable task) {
    vertx.setTimer(ms, _ -> task.run());
  }

  ContextInternal context() {
    return context;
  }

  Bus bus() {
    return bus;
  }

  StreamHub hub() {
    return hub;
  }

  AccessTokenVerifier tokens() {
    return tokens;
  }

  RevokedSessions revoked() {
    return revoked;
  }

  GatewaySettings settings() {
    return settings;
  }

  GatewayState state() {
    return state;
  }
}
