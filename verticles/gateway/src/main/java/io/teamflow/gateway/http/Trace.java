package io.teamflow.gateway.http;

import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request belongs to (W3C Trace Context): the client's, or a new one.
 *
 * @param parent the value of {@code traceparent}
 */
public record Trace(String parent) {
  private static final Pattern VALID =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final String KEY = "trace";
  private static final HexFormat HEX = HexFormat.of();

  /** The trace of a header's value; a new one when there is none or it is malformed. */
  public static Trace continuing(@Nullable String header) {
    return header != null && header.length() == 55 && VALID.matcher(header).matches()
        ? new Trace(header)
        : begin();
  }

  private static Trace begin() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new Trace(
        "00-"
            + HEX.toHexDigits(random.nextLong())
            + HEX.toHexDigits(random.nextLong() | 1)
            + '-'
            + HEX.toHexDigits(random.nextLong() | 1)
            + "-00");
  }

  static Trace of(RoutingContext context) {
    Trace trace = context.get(KEY);
    if (trace == null) {
      trace = continuing(context.request().getHeader("traceparent"));
      context.put(KEY, trace);
    }
    return trace;
  }

  /** The id that logs and problem details name. */
  public String id() {
    return parent.substring(3, 35);
  }
}
