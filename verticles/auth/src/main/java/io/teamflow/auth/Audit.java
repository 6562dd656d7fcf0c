package io.teamflow.auth;

/**
 * What the audit log tells of, where code decides it. A change writes its entry in the statement
 * that makes it, so that neither exists without the other.
 */
enum Audit {
  LOGIN,
  SECOND_FACTOR,
  LOGOUT,
  REVOKE_SESSION
}
