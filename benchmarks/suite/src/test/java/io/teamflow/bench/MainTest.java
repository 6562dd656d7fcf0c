package io.teamflow.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.bench.scenario.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody is told who mistypes. */
class MainTest {
  @ParameterizedTest
  @CsvSource({
    "'', Say seed or bench.",
    "seed --url http://127.0.0.1, 'seed knows --uri and --seed, not --url.'",
    "seed --uri http://192.0.2.7:8080, --uri takes a node on this machine",
    "seed --seed many, --seed takes a whole number from 0 to 999999.",
    "bench --only S99, There is no scenario S99.",
    "bench --rounds, --rounds needs a value.",
    "bench --all --quick, --all is every scenario by the full plan.",
    "bench --compare a.json, --compare takes the results.json of two runs",
    "bench --seconds 0, --seconds takes a whole number from 1 to 600.",
  })
  void aMistakeIsToldInASentence(String line, String told) throws Exception {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    List<String> words = line.isEmpty() ? List.of() : List.of(line.split(" "));
    int code = Main.run(words, nowhere, new PrintStream(err, true, StandardCharsets.UTF_8));
    assertEquals(64, code);
    String said = err.toString(StandardCharsets.UTF_8);
    assertTrue(said.startsWith(told), said);
  }

  @Test
  void theHelpTellsOfEachScenario() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream said = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertEquals(0, Main.run(List.of("bench", "--help"), said, said));
    List<String> words = List.of(out.toString(StandardCharsets.UTF_8).split("\\s+"));
    for (Scenario scenario : Scenario.all()) {
      assertTrue(words.contains(scenario.id()), scenario.id());
    }
  }
}
