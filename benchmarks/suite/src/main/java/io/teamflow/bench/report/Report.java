package io.teamflow.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.teamflow.bench.measure.Machine;
import io.teamflow.bench.measure.Plan;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything that a run measured.
 *
 * @param at when it ended, RFC 3339
 * @param command that makes it again
 * @param versions of what took part, by name
 */
public record Report(
    String at,
    String command,
    Machine machine,
    Map<String, String> versions,
    String warmUp,
    String trial,
    int rounds,
    List<Line> lines) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public Report {
    lines = List.copyOf(lines);
    versions = Map.copyOf(versions);
  }

  /** Of a run by a plan. */
  public static Report of(
      String at,
      String command,
      Machine machine,
      Map<String, String> versions,
      Plan plan,
      List<Line> lines) {
    return new Report(
        at,
        command,
        machine,
        versions,
        seconds(plan.warmUp()),
        seconds(plan.trial()),
        plan.rounds(),
        lines);
  }

  /** Writes it as JSON. */
  public void write(Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(this) + "\n");
  }

  /** Reads what {@link #write} wrote. */
  public static Report read(Path file) throws IOException {
    try {
      return JSON.readValue(file.toFile(), Report.class);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " holds no results of ./teamflow bench.", e);
    } catch (FileNotFoundException e) {
      throw new IOException("There is no " + file + ".", e);
    }
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
