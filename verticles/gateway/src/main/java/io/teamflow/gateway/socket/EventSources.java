package io.teamflow.gateway.socket;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.gateway.Departure;
import io.teamflow.gateway.GatewaySettings;
import io.teamflow.gateway.GatewayState;
import io.teamflow.gateway.http.ClientAddress;
import io.teamflow.gateway.http.EventStreams;
import io.teamflow.gateway.token.AccessToken;
import io.teamflow.gateway.token.RevokedSessions;
import io.teamflow.stream.StreamHub;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The server-sent events of one event loop. They count as sockets of their user, and one timer
 * serves them all.
 */
public final class EventSources implements EventStreams {
  private static final long TICK_MS = 1_000;
  private static final long END_MS = 10_000;

  private final StreamHub hub;
  private final RevokedSessions revoked;
  private final GatewaySettings settings;
  private final GatewayState state;
  private final ClientAddress addresses;
  private final Set<EventSource> open = new HashSet<>();

  public EventSources(
      Vertx vertx,
      StreamHub hub,
      RevokedSessions revoked,
      GatewaySettings settings,
      GatewayState state) {
    this.hub = hub;
    this.revoked = revoked;
    this.settings = settings;
    this.state = state;
    this.addresses = new ClientAddress(settings.trustedProxies());
    Context context = vertx.getOrCreateContext();
    vertx.setPeriodic(TICK_MS, _ -> tick());
    state.onDeparture(why -> context.runOnContext(_ -> sendAway(why)));
  }

  @Override
  public Future<Void> open(
      RoutingContext context, AccessToken token, StreamId stream, @Nullable Position since) {
    if (state.sendsAway()) {
      return Future.failedFuture(Failure.unavailable("This node cannot tell what happens."));
    }
    if (!state.openSocket(token.user(), settings.socketsPerUser())) {
      return Future.failedFuture(Failure.limited("You listen as often as you may."));
    }
    String address =
        ClientAddress.source(
            addresses.of(context.request().remoteAddress(), context.request().headers()));
    if (!state.openAddress(address, settings.socketsPerAddress())) {
      state.closeSocket(token.user());
      return Future.failedFuture(Failure.limited("Your address listens as often as it may."));
    }
    EventSource source = new EventSource(context.request(), token, since, END_MS);
    open.add(source);
    context.addEndHandler(_ -> gone(source, address));
    hub.subscribe(stream, since, source);
    return source.begun();
  }

  private void gone(EventSource source, String address) {
    if (open.remove(source)) {
      state.closeAddress(address);
      hub.gone(source);
      state.closeSocket(source.user());
    }
  }

  private void tick() {
    long now = System.currentTimeMillis();
    for (EventSource source : List.copyOf(open)) {
      source.tick(now, revoked.contains(source.session()));
    }
  }

  private void sendAway(Departure why) {
    for (EventSource source : List.copyOf(open)) {
      source.comeBack(why, ThreadLocalRandom.current().nextInt(why.spreadMs()));
    }
  }
}
