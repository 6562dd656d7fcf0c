package io.teamflow.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Requests over HTTP with a token that nobody signed, which the gateway refuses once it has
 * verified its signature. Over plain sockets: a node has no other use for an HTTP client.
 */
final class RehearsedRequests {
  private static final int SIGNATURE_BYTES = 64;

  private final NetClient client;
  private final SocketAddress gateway;
  private final String token;

  /**
   * @param jwks the published keys, of which the token names the first
   */
  RehearsedRequests(Vertx vertx, SocketAddress gateway, String jwks) {
    this.client = vertx.createNetClient(new NetClientOptions().setIdleTimeout(2));
    this.gateway = gateway;
    this.token = forged(jwks);
  }

  /** Sends the same several times at once; always succeeds. */
  Future<Void> send(int atOnce) {
    List<Future<?>> answers =
        IntStream.range(0, atOnce)
            .<Future<?>>mapToObj(
                _ -> client.connect(gateway).compose(this::exchange).otherwiseEmpty())
            .toList();
    return Future.join(answers).<Void>mapEmpty().eventually(client::close);
  }

  private Future<Void> exchange(NetSocket socket) {
    Promise<Void> closed = Promise.promise();
    socket.handler(_ -> {}).closeHandler(_ -> closed.complete());
    String head =
        "GET /api/v1/projects/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
            .formatted(new UUID(0, 0), token);
    return socket.write(head + "Connection: close\r\n\r\n").compose(_ -> closed.future());
  }

  private static String forged(String jwks) {
    JsonObject key = new JsonObject(jwks).getJsonArray("keys").getJsonObject(0);
    JsonObject header =
        new JsonObject().put("alg", "ES256").put("typ", "at+jwt").put("kid", key.getString("kid"));
    byte[] signature = new byte[SIGNATURE_BYTES];
    Arrays.fill(signature, (byte) 1);
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return String.join(
        ".",
        base64.encodeToString(Buffer.buffer(header.encode()).getBytes()),
        base64.encodeToString("{}".getBytes(StandardCharsets.UTF_8)),
        base64.encodeToString(signature));
  }
}
