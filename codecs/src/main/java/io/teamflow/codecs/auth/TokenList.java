package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;
import java.util.List;

/**
 * The personal access tokens of an account that have not expired, the newest first; at most 100.
 */
@WireName("auth.tokens")
public record TokenList(List<TokenView> items) implements Reply {
  public TokenList {
    items = List.copyOf(items);
  }
}
