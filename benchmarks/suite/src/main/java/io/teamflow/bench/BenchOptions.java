package io.teamflow.bench;

import io.teamflow.bench.measure.Plan;
import io.teamflow.bench.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code ./teamflow bench} was asked for.
 *
 * @param command as it was typed, for the page of results
 * @param json where the figures go
 * @param page where the page of results goes; the notes in it are kept
 */
record BenchOptions(
    Plan plan, List<Scenario> scenarios, String command, Path json, Path page, boolean profile) {
  static final String HELP =
      """
      Usage: ./teamflow bench [options]

      Starts a node with a database of its own on loopback, measures it against other servers doing the same
      work, in turn, prints a table and writes it down. Nothing it started is left. Linux only. Says first how
      long it takes: hours, or with --quick minutes, enough to see that it works and not to compare by.

        --quick            3 s of warm-up, 2 rounds of 2 s
        --all              every scenario by the full plan; writes benchmarks/RESULTS.md, results.json and results.svg
        --only S1,S3       these scenarios alone
        --warm-up SECONDS  of each side at most, 0 to 600 (30)
        --seconds SECONDS  of one measurement, 1 to 600 (10)
        --rounds COUNT     how often the sides take turns, 1 to 20 (3)
        --compare A B      instead: the results.json of two runs side by side, and how far they lie apart
        --jmh [PATTERN]    instead, and first: codec, frames and orderer alone, by JMH; takes JMH's own options
        --profile          samples the node with JFR and tells what is on top; not in B3, B4, B5 and B10
        --json FILE        where the figures go (.build/results.json)
        --page FILE        where the table goes; what stands below its notes mark is kept (.build/RESULTS.md);
                           results.svg is put beside it

      S1 what it costs to know who asks    S3 writes of tasks against pgbench
      S2 reads of tasks against bare Vert.x  S4 durable chat against one message a commit
      B1 one room of 1,000, then 10,000      B2 1,000 rooms of 10 sockets
      B3 that room over 2 and 3 nodes        B4 events from node to node
      B5 memory of an idle socket            B6 1,000 sockets come at once
      B7 sockets that stop reading           B8 tasks over HTTP against Fastify
      B9 durable chat against an INSERT      B10 start-up, in seconds
      """;

  /** The launcher says where the peers are, beside which results are kept. */
  private static final Path RESULTS =
      Path.of(System.getProperty("teamflow.peers", "benchmarks/peers")).resolveSibling("");

  /** About how long it takes. */
  Duration estimate() {
    int comparisons = scenarios.stream().mapToInt(Scenario::comparisons).sum();
    return plan.ofComparison().multipliedBy(comparisons);
  }

  /** Where the picture goes. */
  Path chart() {
    return page.resolveSibling("results.svg");
  }

  static BenchOptions parse(List<String> words) {
    Plan plan = words.contains("--quick") ? Plan.QUICK : Plan.FULL;
    List<Scenario> scenarios = Scenario.all();
    Path json = Path.of(".build", "results.json");
    Path page = Path.of(".build", "RESULTS.md");
    boolean profile = false;
    if (words.contains("--all")) {
      if (words.contains("--quick") || words.contains("--only")) {
        throw new UsageException("--all is every scenario by the full plan.");
      }
      json = RESULTS.resolve("results.json");
      page = RESULTS.resolve("RESULTS.md");
    }
    Arguments arguments = new Arguments(words);
    while (arguments.hasNext()) {
      String word = arguments.next();
      switch (word) {
        case "--quick", "--all" -> {}
        case "--profile" -> profile = true;
        case "--only" -> scenarios = chosen(arguments.value(word));
        case "--warm-up" ->
            plan = new Plan(seconds(arguments.number(word, 0, 600)), plan.trial(), plan.rounds());
        case "--seconds" ->
            plan = new Plan(plan.warmUp(), seconds(arguments.number(word, 1, 600)), plan.rounds());
        case "--rounds" ->
            plan = new Plan(plan.warmUp(), plan.trial(), arguments.number(word, 1, 20));
        case "--json" -> json = Path.of(arguments.value(word));
        case "--page" -> page = Path.of(arguments.value(word));
        default -> throw new UsageException("bench does not know " + word + ".\n\n" + HELP);
      }
    }
    String command = String.join(" ", words);
    return new BenchOptions(
        plan, scenarios, ("./teamflow bench " + command).strip(), json, page, profile);
  }

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }

  private static List<Scenario> chosen(String ids) {
    List<Scenario> chosen = new ArrayList<>();
    for (String id : ids.split(",", -1)) {
      List<Scenario> named =
          Scenario.all().stream().filter(scenario -> scenario.id().equals(id)).toList();
      if (named.isEmpty()) {
        throw new UsageException("There is no scenario " + id + ".");
      }
      chosen.addAll(named);
    }
    return chosen;
  }
}
