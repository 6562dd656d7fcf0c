package io.teamflow.auth;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.codecs.bus.Caller;
import java.util.UUID;

/** A session about to begin, with its first refresh token. */
record NewSession(UUID id, OpaqueToken refreshToken, Origin origin) {

  static NewSession begin(Caller caller) {
    return new NewSession(
        UuidCreator.getTimeOrderedEpoch(), OpaqueToken.generate(), Origin.of(caller));
  }
}
