package io.teamflow.notification;

/**
 * A mail as it goes out.
 *
 * @param to one address
 * @param subject ASCII, one line
 */
record Mail(String to, String subject, String text) {

  /** Without what may hold a token. */
  @Override
  public String toString() {
    return "Mail[" + subject + "]";
  }
}
