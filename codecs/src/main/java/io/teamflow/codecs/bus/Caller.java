package io.teamflow.codecs.bus;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a command runs. Travels in the headers of the message, never in its body.
 *
 * @param userId the authenticated user, absent before sign-in
 * @param sessionId the session the access token belongs to, absent before sign-in
 * @param remoteAddress the client's IP address, for limits and the audit log
 * @param traceparent the W3C trace context, as received from the client or begun by the gateway
 * @param userAgent what the client's program calls itself, for the list of sessions; may be empty
 * @param idempotencyKey makes a creation safe to repeat, where the client sent one
 */
public record Caller(
    @Nullable UUID userId,
    @Nullable UUID sessionId,
    String remoteAddress,
    String traceparent,
    String userAgent,
    @Nullable IdempotencyKey idempotencyKey) {

  /** A caller without an idempotency key. */
  public Caller(
      @Nullable UUID userId,
      @Nullable UUID sessionId,
      String remoteAddress,
      String traceparent,
      String userAgent) {
    this(userId, sessionId, remoteAddress, traceparent, userAgent, null);
  }

  /** A caller whose program has no name. */
  public Caller(
      @Nullable UUID userId, @Nullable UUID sessionId, String remoteAddress, String traceparent) {
    this(userId, sessionId, remoteAddress, traceparent, "");
  }

  /** A caller who has not signed in. */
  public static Caller anonymous(String remoteAddress, String traceparent) {
    return new Caller(null, null, remoteAddress, traceparent);
  }

  /** The same caller, with a key for what is to be created. */
  public Caller with(IdempotencyKey key) {
    return new Caller(userId, sessionId, remoteAddress, traceparent, userAgent, key);
  }

  /**
   * The signed-in user.
   *
   * @throws Failure {@link Failure.Code#UNAUTHENTICATED} when nobody is signed in
   */
  public UUID user() {
    if (userId == null) {
      throw Failure.unauthenticated("Sign in first.");
    }
    return userId;
  }

  /**
   * The 32-digit trace id inside {@link #traceparent}, as it stands in logs and problem details.
   */
  public String traceId() {
    return traceparent.length() >= 35 ? traceparent.substring(3, 35) : traceparent;
  }
}
