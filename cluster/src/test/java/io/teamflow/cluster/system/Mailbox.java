package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** The mails that a node keeps, as its management port shows them. */
final class Mailbox {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI management;

  Mailbox(URI management) {
    this.management = management;
  }

  /** The token in the newest mail to somebody about something, once it is there. */
  String awaitToken(String to, String subject) {
    String text =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> find(to, subject), Optional::isPresent)
            .orElseThrow();
    int from = text.indexOf("#token=") + "#token=".length();
    return text.substring(from, text.indexOf('\n', from));
  }

  /** Like {@link #awaitToken}, for a mail behind the one with the token {@code before}. */
  String awaitAnotherToken(String to, String subject, String before) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> awaitToken(to, subject), token -> !before.contains(token));
  }

  /** The newest mail to somebody about something. */
  Optional<String> find(String to, String subject) throws IOException, InterruptedException {
    for (JsonNode mail : ApiClient.read(get("/dev/mailbox")).get("items")) {
      if (mail.get("to").textValue().equals(to)
          && mail.get("subject").textValue().contains(subject)) {
        return Optional.of(get("/dev/mailbox/" + mail.get("id").textValue()));
      }
    }
    return Optional.empty();
  }

  /** How many mails somebody got about something. */
  int count(String to, String subject) throws IOException, InterruptedException {
    int count = 0;
    for (JsonNode mail : ApiClient.read(get("/dev/mailbox")).get("items")) {
      if (mail.get("to").textValue().equals(to)
          && mail.get("subject").textValue().contains(subject)) {
        count++;
      }
    }
    return count;
  }

  private String get(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(management.resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }
}
