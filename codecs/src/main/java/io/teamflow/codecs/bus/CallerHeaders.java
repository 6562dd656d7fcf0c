package io.teamflow.codecs.bus;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A {@link Caller} as message headers. */
final class CallerHeaders {
  private static final String USER = "user";
  private static final String SESSION = "session";
  private static final String ADDRESS = "remote-address";
  private static final String TRACEPARENT = "traceparent";
  private static final String USER_AGENT = "user-agent";
  private static final String KEY = "idempotency-key";
  private static final String KEY_ROUTE = "idempotency-route";
  private static final String KEY_BODY = "idempotency-body";

  private CallerHeaders() {}

  static DeliveryOptions write(Caller caller, DeliveryOptions options) {
    if (caller.userId() != null) {
      options.addHeader(USER, caller.userId().toString());
    }
    if (caller.sessionId() != null) {
      options.addHeader(SESSION, caller.sessionId().toString());
    }
    IdempotencyKey key = caller.idempotencyKey();
    if (key != null) {
      options
          .addHeader(KEY, key.key())
          .addHeader(KEY_ROUTE, key.route())
          .addHeader(KEY_BODY, key.bodyHash());
    }
    return options
        .addHeader(ADDRESS, caller.remoteAddress())
        .addHeader(TRACEPARENT, caller.traceparent())
        .addHeader(USER_AGENT, caller.userAgent());
  }

  static Caller read(MultiMap headers) {
    return new Caller(
        uuid(headers.get(USER)),
        uuid(headers.get(SESSION)),
        orEmpty(headers.get(ADDRESS)),
        orEmpty(headers.get(TRACEPARENT)),
        orEmpty(headers.get(USER_AGENT)),
        key(headers));
  }

  private static @Nullable IdempotencyKey key(MultiMap headers) {
    String key = headers.get(KEY);
    return key == null
        ? null
        : new IdempotencyKey(key, orEmpty(headers.get(KEY_ROUTE)), orEmpty(headers.get(KEY_BODY)));
  }

  private static @Nullable UUID uuid(@Nullable String value) {
    return value == null ? null : UUID.fromString(value);
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}
