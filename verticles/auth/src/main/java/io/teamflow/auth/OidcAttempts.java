package io.teamflow.auth;

import io.teamflow.auth.oidc.OidcAttempt;
import io.teamflow.codecs.auth.CompleteOidc;
import io.teamflow.codecs.bus.Failure;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;

/** Seals attempts for the browser, and opens what comes back. */
final class OidcAttempts {
  private static final String PLACE = "oidc-attempt";

  private final SecretBox box;

  OidcAttempts(SecretBox box) {
    this.box = box;
  }

  String seal(OidcAttempt attempt) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(box.seal(PLACE, attempt.toBytes()).getBytes());
  }

  /**
   * The attempt that is being completed.
   *
   * @throws Failure INVALID when this browser did not begin it, at this provider and just now
   */
  OidcAttempt open(CompleteOidc command) {
    if (command.attempt() == null || command.state() == null) {
      throw notBegunHere();
    }
    OidcAttempt attempt = open(command.attempt());
    if (!attempt.provider().equals(command.provider())
        || !sameText(attempt.state().getValue(), command.state())
        || attempt.expiresAt().isBefore(Instant.now())) {
      throw notBegunHere();
    }
    return attempt;
  }

  private OidcAttempt open(String text) {
    byte[] bytes;
    try {
      bytes = box.open(PLACE, Buffer.buffer(Base64.getUrlDecoder().decode(text)));
    } catch (IllegalArgumentException | IllegalStateException _) {
      throw notBegunHere(); // made up, or sealed before the key was changed
    }
    return OidcAttempt.of(bytes);
  }

  /** Takes as long wherever the first difference is. */
  private static boolean sameText(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  static Failure notBegunHere() {
    return Failure.invalid(
        "This sign-in was not begun in this browser, took too long, or was used already."
            + " Start it again.");
  }
}
