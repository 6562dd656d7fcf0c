package io.teamflow.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The bytes of requests of HTTP/1.1, built once and sent often. */
public final class Request {
  private final String method;
  private final String path;
  private final Map<String, String> headers = new LinkedHashMap<>();

  private Request(String method, String path) {
    this.method = method;
    this.path = path;
    headers.put("Host", "127.0.0.1");
  }

  /** A request of a path such as {@code /api/v1/me}. */
  public static Request of(String method, String path) {
    return new Request(method, path);
  }

  /** With a header more. */
  public Request header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** As whom a token was made for. */
  public Request bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  /** The bytes without a body. */
  public byte[] bytes() {
    return head("").getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes with a body of JSON. */
  public byte[] bytes(String json) {
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    return (head("Content-Type: application/json\r\nContent-Length: " + length + "\r\n") + json)
        .getBytes(StandardCharsets.UTF_8);
  }

  private String head(String more) {
    StringBuilder head = new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append(more).append("\r\n").toString();
  }
}
