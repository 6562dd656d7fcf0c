package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;
import java.util.List;

/** Each signs in once instead of a code of the authenticator; shown this once. */
@WireName("auth.recovery-codes")
public record RecoveryCodes(List<String> codes) implements Reply {
  public RecoveryCodes {
    codes = List.copyOf(codes);
  }

  /** Without the codes. */
  @Override
  public String toString() {
    return "RecoveryCodes[]";
  }
}
