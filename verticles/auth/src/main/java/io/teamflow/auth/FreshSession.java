package io.teamflow.auth;

import io.teamflow.codecs.bus.Failure;

/**
 * What must not be done with a session somebody else found open: it needs one that began a few
 * minutes ago, which is what the statements look for.
 */
final class FreshSession {
  private FreshSession() {}

  /** Passes when the statement found a fresh session. */
  static Void demand(boolean found) {
    if (!found) {
      throw missing();
    }
    return null;
  }

  static Failure missing() {
    return Failure.forbidden("Sign in again first: this needs a session of the last 15 minutes.");
  }
}
