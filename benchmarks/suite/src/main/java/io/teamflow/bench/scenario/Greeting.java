package io.teamflow.bench.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.CheckingClient;
import io.teamflow.driver.StoryCheck;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A first message over a socket of its own: said, committed and heard. */
final class Greeting {
  private static final long PATIENCE_SECONDS = 10;

  private Greeting() {}

  /** Says it at the user's node; the event, as soon as it is heard. */
  static JsonNode heard(ApiClient user, UUID project, String words)
      throws IOException, InterruptedException {
    CheckingClient client = new CheckingClient(user.token()).connect(user.node());
    try {
      StoryCheck story = client.subscribe("project:" + project);
      client.say(project, UUID.randomUUID(), words);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (story.events().isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new IOException("No event came");
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
      return story.events().getFirst();
    } finally {
      client.abort();
    }
  }
}
