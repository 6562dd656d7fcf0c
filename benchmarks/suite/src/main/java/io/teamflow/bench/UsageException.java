package io.teamflow.bench;

/** A command line that cannot be followed, with a sentence for who wrote it. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
