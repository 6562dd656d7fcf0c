package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;

/**
 * What an authenticator needs to know (RFC 6238: SHA-1, six digits, 30 seconds).
 *
 * @param secret in base32
 * @param uri the same as {@code otpauth://}, to be shown as a QR code
 */
@WireName("auth.totp-secret")
public record TotpSecret(String secret, String uri) implements Reply {

  /** Without the secret. */
  @Override
  public String toString() {
    return "TotpSecret[]";
  }
}
