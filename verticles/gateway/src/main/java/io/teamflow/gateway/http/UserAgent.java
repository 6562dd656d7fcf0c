package io.teamflow.gateway.http;

import io.vertx.core.MultiMap;

/** What the client's program calls itself. */
public final class UserAgent {
  private static final int LENGTH_MAX = 400;

  private UserAgent() {}

  /** At most 400 characters; empty when it gives no name. */
  public static String of(MultiMap headers) {
    String name = headers.get("User-Agent");
    if (name == null) {
      return "";
    }
    return name.length() > LENGTH_MAX ? name.substring(0, LENGTH_MAX) : name;
  }
}
