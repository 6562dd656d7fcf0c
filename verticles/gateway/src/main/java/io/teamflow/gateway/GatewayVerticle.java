package io.teamflow.gateway;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.gateway.http.ApiRouter;
import io.teamflow.gateway.socket.EventSources;
import io.teamflow.gateway.socket.Sockets;
import io.teamflow.gateway.token.AccessTokenVerifier;
import io.teamflow.gateway.token.RevokedSessions;
import io.teamflow.stream.StreamHub;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/** Listens for HTTP and WebSockets. One instance per event loop; the instances share the port. */
public final class GatewayVerticle extends VerticleBase {
  private final Bus bus;
  private final StreamHub hub;
  private final RevokedSessions revoked;
  private final GatewaySettings settings;
  private final GatewayState state;

  /**
   * @param revoked started already; shared by the instances of a node, like the state
   */
  public GatewayVerticle(
      Bus bus,
      StreamHub hub,
      RevokedSessions revoked,
      GatewaySettings settings,
      GatewayState state) {
    this.bus = bus;
    this.hub = hub;
    this.revoked = revoked;
    this.settings = settings;
    this.state = state;
  }

  @Override
  public Future<?> start() {
    AccessTokenVerifier tokens = new AccessTokenVerifier(vertx, bus, revoked, state.limiter());
    Sockets sockets = new Sockets(vertx, bus, hub, tokens, revoked, settings, state);
    EventSources sources = new EventSources(vertx, hub, revoked, settings, state);
    HttpServer server =
        vertx
            .createHttpServer(options())
            .requestHandler(
                ApiRouter.create(vertx, bus, hub, sources, tokens, state.limits(), settings, state))
            .webSocketHandshakeHandler(sockets::handshake)
            .webSocketHandler(sockets::opened);
    return tokens.start().compose(_ -> server.listen()).onSuccess(state::listening);
  }

  private HttpServerOptions options() {
    HttpServerOptions options = new HttpServerOptions();
    options
        .setHost(settings.host())
        .setPort(settings.port())
        .setHttp2ClearTextEnabled(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setMaxWebSocketFrameSize(settings.frameBytes())
        .setMaxWebSocketMessageSize(settings.frameBytes())
        .setMaxInitialLineLength(8_192)
        .setMaxHeaderSize(16_384)
        .setIdleTimeout(90)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setTcpNoDelay(true);
    return options;
  }
}
