package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What a personal access token may do, for whom and until when. */
@WireName("auth.grant")
public record Grant(UUID userId, UUID tokenId, List<String> scopes, Instant expiresAt)
    implements Reply {
  public Grant {
    scopes = List.copyOf(scopes);
  }
}
