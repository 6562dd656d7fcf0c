package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;
import java.util.List;

/** The identities of an account, at most one of each provider. */
@WireName("auth.identities")
public record IdentityList(List<IdentityView> items) implements Reply {
  public IdentityList {
    items = List.copyOf(items);
  }
}
