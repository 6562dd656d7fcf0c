package io.teamflow.cluster.system;

/** Who calls, seen from one team; from those whom it shall not know to the one who owns it all. */
enum Persona {
  /** Without a token. */
  ANONYMOUS,
  /** With a token of a session that has ended. */
  SIGNED_OUT,
  /** With a program's token that was revoked. */
  REVOKED,
  /** The owner of another organization. */
  STRANGER,
  /** Was a member, and was taken out of team and organization. */
  REMOVED,
  /** A member of the organization, but of another team. */
  COLLEAGUE,
  /** A guest of the team, who is not in the organization. */
  GUEST,
  /** A member of the team, who wrote its comment and its message. */
  MEMBER,
  /** An admin of the team, and plain member of the organization. */
  ADMIN,
  /** The owner of the organization. */
  OWNER;

  /** Whether there is an account behind the calls. */
  boolean isSomebody() {
    return compareTo(STRANGER) >= 0;
  }
}
