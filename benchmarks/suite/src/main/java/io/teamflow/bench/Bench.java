package io.teamflow.bench;

import io.teamflow.bench.measure.Machine;
import io.teamflow.bench.measure.Profile;
import io.teamflow.bench.measure.Yield;
import io.teamflow.bench.report.Chart;
import io.teamflow.bench.report.Line;
import io.teamflow.bench.report.Report;
import io.teamflow.bench.report.Table;
import io.teamflow.bench.scenario.Ground;
import io.teamflow.bench.scenario.Scenario;
import io.teamflow.bench.scenario.Workbench;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs scenarios and writes down what they measured. */
final class Bench {
  /** Of the node and of what it is compared with: all compilers, a heap that a small server has. */
  private static final List<String> JVM_FLAGS = List.of("-Xms512m", "-Xmx512m");

  /** The launcher says where they are. */
  private static final Path PEERS =
      Path.of(System.getProperty("teamflow.peers", "benchmarks/peers"));

  /** A run that takes so much longer hangs; everything that it started is ended with it. */
  private static final int LONGEST = 3;

  private final BenchOptions options;
  private final Optional<Path> pgbench;
  private final PrintStream out;
  private final PrintStream progress;

  Bench(BenchOptions options, Optional<Path> pgbench, PrintStream out, PrintStream progress) {
    this.options = options;
    this.pgbench = pgbench;
    this.out = out;
    this.progress = progress;
  }

  Report run() throws IOException, InterruptedException {
    Duration estimate = options.estimate();
    progress.println("This takes about " + (estimate.toMinutes() + 1) + " minutes.");
    boundTime(estimate.multipliedBy(LONGEST));
    Machine machine = Machine.here();
    List<Line> lines = new ArrayList<>();
    for (Scenario scenario : options.scenarios()) {
      try {
        lines.addAll(run(scenario));
      } catch (IOException | IllegalStateException e) {
        // What the others measured is worth keeping.
        progress.println(scenario.id() + " broke off: " + e);
        String why = "broke off: " + e.toString().lines().findFirst().orElse("");
        lines.add(Line.skipped(scenario.id(), "all", "TeamFlow", "–", Yield.PER_CPU, why));
      }
    }
    Report report =
        Report.of(
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            options.command(),
            machine,
            versions(),
            options.plan(),
            lines);
    write(report);
    out.println(Table.ratios(report));
    out.println("More in " + options.page() + ", " + options.json() + " and " + options.chart());
    return report;
  }

  private List<Line> run(Scenario scenario) throws IOException, InterruptedException {
    if (!scenario.needsGround()) {
      return scenario.run(on(Optional.empty()));
    }
    try (Ground ground = Ground.start(JVM_FLAGS)) {
      Profile profile = options.profile() ? Profile.start(ground.nodePid()) : Profile.NONE;
      List<Line> lines = scenario.run(on(Optional.of(ground)));
      profile.stop().forEach(out::println);
      return lines;
    }
  }

  private Workbench on(Optional<Ground> ground) {
    return new Workbench(ground, options.plan(), pgbench, PEERS, JVM_FLAGS, this::tell);
  }

  private void write(Report report) throws IOException {
    for (Path file : List.of(options.json(), options.page())) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
    }
    report.write(options.json());
    String notes =
        Files.exists(options.page()) ? Table.notes(Files.readString(options.page())) : "";
    Files.writeString(options.chart(), Chart.svg(report));
    String chart = String.valueOf(options.chart().getFileName());
    Files.writeString(options.page(), Table.page(report, chart, notes));
  }

  private Map<String, String> versions() throws IOException, InterruptedException {
    Map<String, String> versions = new TreeMap<>();
    versions.put(
        "Vert.x",
        String.valueOf(io.vertx.core.Vertx.class.getPackage().getImplementationVersion()));
    versions.put("flags of the node and of bare Vert.x:", String.join(" ", JVM_FLAGS));
    if (pgbench.isPresent()) {
      Process process = new ProcessBuilder(pgbench.get().toString(), "--version").start();
      versions.put(
          "pgbench",
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
      process.waitFor();
    }
    return versions;
  }

  private void tell(String what) {
    progress.println("  " + what);
  }

  private void boundTime(Duration longest) {
    Thread.ofPlatform()
        .daemon()
        .name("bench-bound")
        .start(
            () -> {
              try {
                Thread.sleep(longest);
                progress.println("The run took longer than " + longest + " and is ended.");
                System.exit(1);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
  }
}
