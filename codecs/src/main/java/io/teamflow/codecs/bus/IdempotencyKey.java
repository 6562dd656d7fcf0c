package io.teamflow.codecs.bus;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What makes a request that creates something safe to repeat (draft-ietf-httpapi-idempotency-key).
 * It belongs to its user, so two users may choose the same.
 *
 * @param key chosen by the client, 1 to 255 visible ASCII characters
 * @param route method and path of the request
 * @param bodyHash tells another body from the same one
 */
public record IdempotencyKey(String key, String route, String bodyHash) {
  private static final Pattern FORM = Pattern.compile("[!-~]{1,255}");

  public IdempotencyKey {
    if (!FORM.matcher(key).matches()) {
      throw Failure.invalid(
          List.of(new Violation("/Idempotency-Key", "must be 1 to 255 visible ASCII characters")));
    }
  }
}
