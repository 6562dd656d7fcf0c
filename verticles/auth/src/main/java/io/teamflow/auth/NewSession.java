package io.teamflow.auth;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.codecs.bus.Caller;
import java.util.UUID;

/**
 * A session about to begin, with its first refresh token.
 *
 * @param device what the program called itself, at most {@value #DEVICE_MAX} characters of it
 */
record NewSession(UUID id, RefreshToken refreshToken, String device, String address) {
  private static final int DEVICE_MAX = 200;

  static NewSession begin(Caller caller) {
    String device = caller.userAgent();
    return new NewSession(
        UuidCreator.getTimeOrderedEpoch(),
        RefreshToken.generate(),
        device.substring(0, Math.min(device.length(), DEVICE_MAX)),
        caller.remoteAddress());
  }
}
