package io.teamflow.cluster.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.driver.NodeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The sessions of the README, word for word but for the port. */
class ReadmeTest {
  private static final Pattern SESSION =
      Pattern.compile("<!-- session -->\\s*```sh\\n(.*?)```", Pattern.DOTALL);

  @Test
  void theSessionsWorkWordForWord() throws Exception {
    Path root = Path.of(System.getProperty("teamflow.root", ".."));
    Matcher sessions = SESSION.matcher(Files.readString(root.resolve("README.md")));
    StringBuilder script = new StringBuilder("set -eo pipefail\n");
    int found = 0;
    while (sessions.find()) {
      script.append(sessions.group(1)).append("\necho\n");
      found++;
    }
    assertEquals(3, found);

    Nodes nodes = new Nodes();
    NodeProcess node = nodes.start().awaitReady();
    String text =
        script
            .toString()
            .replace("127.0.0.1:8080", node.uri().getAuthority())
            .replace("127.0.0.1:9090", node.management().getAuthority());
    Process bash = new ProcessBuilder("bash", "-c", text).redirectErrorStream(true).start();
    String output =
        new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(bash.waitFor(30, TimeUnit.SECONDS), output);
    nodes.close();
    assertEquals(0, bash.exitValue(), output);
    assertTrue(output.contains("\"key\":\"WEB-1\""), output);
    assertTrue(output.contains("\"op\":\"ack\""), output);
    assertTrue(output.contains("\"type\":\"message.created\""), output);
    assertTrue(output.contains("{\"items\":["), output);
  }
}
