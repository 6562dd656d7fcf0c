package io.teamflow.cluster.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.FrameCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Holds every frame that a test gets against the contract of the socket. */
public final class FrameContractCheck implements FrameCheck {
  private static final Contract ASYNCAPI = read();

  private static Contract read() {
    try {
      return Contract.read("asyncapi.yaml");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void check(String frame) {
    List<String> wrong = wrong(frame);
    if (!wrong.isEmpty()) {
      throw new AssertionError("A frame is against the contract: " + wrong + "\n" + frame);
    }
  }

  /** What of a frame is against the contract; empty when nothing is. */
  static List<String> wrong(String frame) {
    JsonNode op = ApiClient.read(frame).path("op");
    String message = op.asText().equals("token-expiring") ? "tokenExpiring" : op.asText();
    String pointer = "/components/messages/" + message;
    boolean said =
        !message.startsWith("client")
            && !message.contains("/")
            && !ASYNCAPI.at(pointer).isMissingNode();
    return said ? ASYNCAPI.errors(pointer + "/payload", frame) : List.of("no such op: " + op);
  }
}
