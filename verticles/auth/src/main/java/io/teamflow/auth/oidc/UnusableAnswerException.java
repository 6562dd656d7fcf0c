package io.teamflow.auth.oidc;

import java.util.concurrent.Callable;

/** A provider answered something that we cannot use. The message is logged: it holds no secret. */
final class UnusableAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableAnswerException(String message) {
    super(message);
  }

  private UnusableAnswerException(Exception cause) {
    super(cause.getMessage(), cause);
  }

  /** What the parser reads; whatever it throws tells that the answer is unusable. */
  static <T> T parse(Callable<T> parser) {
    try {
      return parser.call();
    } catch (Exception e) {
      throw new UnusableAnswerException(e);
    }
  }
}
