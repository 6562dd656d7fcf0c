package io.teamflow.auth;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** A session about to begin, with its first refresh token. */
record NewSession(UUID id, RefreshToken refreshToken) {
  static NewSession begin() {
    return new NewSession(UuidCreator.getTimeOrderedEpoch(), RefreshToken.generate());
  }
}
