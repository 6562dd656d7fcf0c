package io.teamflow.cluster.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.AnswerCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds every answer that a test gets against the contract: that the operation may answer with this
 * status, and with these headers, this content type and this body.
 */
public final class ContractCheck implements AnswerCheck {
  private static final Contract OPENAPI = read();
  private static final String PROBLEM = "application/problem+json";

  private static Contract read() {
    try {
      return Contract.read("openapi.yaml");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void check(HttpResponse<String> answer) {
    held(answer);
  }

  /** The answer, which is as the contract says. */
  static HttpResponse<String> held(HttpResponse<String> answer) {
    List<String> wrong =
        wrong(
            answer.request().method(),
            routed(answer.request().uri().getRawPath()),
            answer.statusCode(),
            answer.headers(),
            answer.body());
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          "%s %s answered %d, against the contract: %s%n%s"
              .formatted(
                  answer.request().method(),
                  answer.request().uri(),
                  answer.statusCode(),
                  wrong,
                  answer.body()));
    }
    return answer;
  }

  /** The path that is routed: without dot segments, and without a slash at its end. */
  private static String routed(String path) {
    String plain =
        URI.create(path.replaceAll("(?i)%2e", ".").replaceAll("/{2,}", "/"))
            .normalize()
            .getRawPath();
    return plain.length() > 1 && plain.endsWith("/")
        ? plain.substring(0, plain.length() - 1)
        : plain;
  }

  /** What of an answer is against the contract; empty when nothing is. */
  static List<String> wrong(
      String method, String path, int status, HttpHeaders headers, String body) {
    Optional<String> operation = OPENAPI.operation(method, path);
    if (operation.isEmpty()) {
      return elsewhere(path, status, headers, body);
    }
    JsonNode response = OPENAPI.resolved(operation.get() + "/responses/" + status);
    if (response.isMissingNode()) {
      return List.of("no status of this operation");
    }
    List<String> wrong = new ArrayList<>();
    response.path("headers").fieldNames().forEachRemaining(header -> miss(header, headers, wrong));
    String type = mediaType(headers);
    JsonNode content = response.path("content");
    if (content.isEmpty() && !body.isEmpty()) {
      wrong.add("a body where none is promised");
    } else if (!content.isEmpty() && !content.has(type)) {
      wrong.add("the content type " + type);
    } else if (!content.isEmpty() && type.endsWith("json")) {
      wrong.addAll(OPENAPI.errors(content.get(type).get("schema"), body));
    }
    return wrong;
  }

  /** What is no operation: pages for browsers, and below the API nothing but refusals. */
  private static List<String> elsewhere(String path, int status, HttpHeaders headers, String body) {
    if (status < 400) {
      return path.startsWith("/api/") ? List.of("an operation that it does not know") : List.of();
    }
    if (status != 404 && status != 405 && status != 415) { // the type of a body is looked at first
      return List.of("no status of what does not exist");
    }
    return mediaType(headers).equals(PROBLEM)
        ? OPENAPI.errors("/components/schemas/Problem", body)
        : List.of("the content type " + mediaType(headers));
  }

  private static void miss(String header, HttpHeaders headers, List<String> wrong) {
    if (!header.equals("Link") && headers.firstValue(header).isEmpty()) { // the last page has none
      wrong.add("no header " + header);
    }
  }

  private static String mediaType(HttpHeaders headers) {
    return headers.firstValue("Content-Type").orElse("").replaceFirst(";.*", "").strip();
  }
}
