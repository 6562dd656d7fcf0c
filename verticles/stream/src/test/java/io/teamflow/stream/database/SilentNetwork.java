package io.teamflow.stream.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgConnectOptions;
import java.util.concurrent.atomic.AtomicInteger;

/** The way to a server, which can stop carrying anything while every connection stays open. */
final class SilentNetwork {
  private final NetServer entrance;
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean silent;

  private SilentNetwork(NetServer entrance) {
    this.entrance = entrance;
  }

  static Future<SilentNetwork> before(Vertx vertx, PgConnectOptions server) {
    NetServer entrance = vertx.createNetServer();
    SilentNetwork network = new SilentNetwork(entrance);
    var client = vertx.createNetClient();
    entrance.connectHandler(
        near -> {
          if (network.refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            near.close();
            return;
          }
          near.pause();
          client
              .connect(server.getPort(), server.getHost())
              .onSuccess(far -> network.join(near, far))
              .onFailure(_ -> near.close());
        });
    return entrance.listen(0, "127.0.0.1").map(network);
  }

  private void join(NetSocket near, NetSocket far) {
    carry(near, far);
    carry(far, near);
    near.resume();
  }

  private void carry(NetSocket from, NetSocket to) {
    from.handler(
        bytes -> {
          if (!silent) {
            to.write(bytes);
          }
        });
    from.closeHandler(_ -> to.close());
  }

  int port() {
    return entrance.actualPort();
  }

  /** Turns away the next that come, so many of them. */
  void refuse(int connections) {
    refusals.set(connections);
  }

  void fallSilent() {
    silent = true;
  }

  void returns() {
    silent = false;
  }

  Future<Void> end() {
    return entrance.close();
  }
}
