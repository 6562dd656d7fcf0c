package io.teamflow.driver;

import java.net.http.HttpResponse;

/**
 * Sees every answer that an {@link ApiClient} gets before its caller does. Found by {@link
 * java.util.ServiceLoader}: whoever has one on the class path leaves no call unchecked.
 */
public interface AnswerCheck {
  /**
   * Takes a look.
   *
   * @throws AssertionError when the answer is not what was promised
   */
  void check(HttpResponse<String> answer);
}
