package io.teamflow.chat;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;

/** Why a statement changed nothing although the caller may see the thing. Named so in the SQL. */
enum Refusal {
  /** It is somebody else's message. */
  FORBIDDEN,
  /** Another version than the caller's is current. */
  STALE,
  /** The message was deleted. */
  DELETED,
  /** The message has as many different reactions as it may have. */
  REACTIONS;

  /**
   * @param current what the caller would have changed
   */
  Failure toFailure(Resource current) {
    return switch (this) {
      case FORBIDDEN -> Failure.forbidden("It is not your message.");
      case STALE -> Failure.stale(current);
      case DELETED -> Failure.conflict("The message was deleted.");
      case REACTIONS -> Failure.conflict("A message has at most 20 different reactions.");
    };
  }
}
