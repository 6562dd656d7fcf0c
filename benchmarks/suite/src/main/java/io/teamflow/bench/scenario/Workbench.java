package io.teamflow.bench.scenario;

import io.teamflow.bench.ceiling.PgBench;
import io.teamflow.bench.ceiling.Script;
import io.teamflow.bench.load.HttpLoad;
import io.teamflow.bench.load.Outcome;
import io.teamflow.bench.load.Recorded;
import io.teamflow.bench.load.ServerProcess;
import io.teamflow.bench.load.Speaker;
import io.teamflow.bench.measure.Comparison;
import io.teamflow.bench.measure.Plan;
import io.teamflow.bench.measure.ProcessCpu;
import io.teamflow.bench.measure.Side;
import io.teamflow.bench.measure.Spread;
import io.teamflow.bench.measure.Trial;
import io.teamflow.bench.measure.Yield;
import io.teamflow.bench.report.Line;
import io.teamflow.bench.scenario.RateSearch.Bound;
import io.teamflow.bench.socket.Heard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What every scenario works with.
 *
 * @param given the node to be measured; none for scenarios that start nodes of their own, which it
 *     would disturb
 * @param pgbench the program, if there is one
 * @param peers the folder of the peers
 * @param jvmFlags of servers that are compared with the node: the same that the node has
 */
public record Workbench(
    Optional<Ground> given,
    Plan plan,
    Optional<Path> pgbench,
    Path peers,
    List<String> jvmFlags,
    Consumer<String> progress) {
  /** Connections of most scenarios: enough to keep two processors busy. */
  static final int CONNECTIONS = 16;

  /** The node to be measured. */
  Ground ground() {
    return given.orElseThrow(
        () -> new IllegalStateException("This scenario says that it needs no ground"));
  }

  /** The node, spoken to in these ways. */
  HttpSide node(String name, List<? extends Speaker> speakers) {
    Ground ground = ground();
    return new HttpSide(name, ground.uri(), speakers, ground::serverCpu, ground::databaseCpu);
  }

  /** A server without a database. */
  static HttpSide server(String name, ServerProcess server, List<? extends Speaker> speakers) {
    return new HttpSide(
        name, server.uri(), speakers, () -> ProcessCpu.seconds(server.pid()), () -> 0);
  }

  /** A server of several processes that works on a database beside the node's. */
  HttpSide beside(String name, ServerProcess server, List<? extends Speaker> speakers) {
    return new HttpSide(
        name,
        server.uri(),
        speakers,
        () -> ProcessCpu.secondsOfTree(server.pid()),
        ground()::databaseCpu);
  }

  /** The same from every connection. */
  static List<Speaker> everybody(byte[] request, int status) {
    return everybody(request, status, CONNECTIONS);
  }

  /** The same from so many connections. */
  static List<Speaker> everybody(byte[] request, int status, int connections) {
    return Collections.nCopies(connections, 0).stream()
        .map(_ -> Speaker.repeating(request, status))
        .toList();
  }

  /**
   * Compares the node with something else.
   *
   * @param example an answer of the node, which tells the ceiling of the load driver; null when the
   *     driver is not what the rates depend on
   */
  Line compare(
      String scenario,
      String title,
      HttpSide first,
      Side second,
      Yield yield,
      @Nullable Double wanted,
      @Nullable Recorded example)
      throws IOException, InterruptedException {
    return compareBy(List.of(yield), scenario, title, first, second, wanted, example).getFirst();
  }

  /** The same by several yields of one measurement; the figure is wanted of the first. */
  List<Line> compareBy(
      List<Yield> yields,
      String scenario,
      String title,
      HttpSide first,
      Side second,
      @Nullable Double wanted,
      @Nullable Recorded example)
      throws IOException, InterruptedException {
    Consumer<String> told = what -> progress.accept(scenario + " " + title + ": " + what);
    Comparison comparison = Comparison.run(first, second, plan, told);
    told.accept("latency");
    Line.Latency latency = latency(first, comparison);
    Double ceiling = null;
    if (example != null) {
      told.accept("the load driver alone");
      ceiling = ceiling(example, first.speakers().size());
    }
    List<Line> lines = new ArrayList<>();
    for (Yield yield : yields) {
      Double figure = lines.isEmpty() ? wanted : null;
      lines.add(
          Line.of(
              scenario,
              title,
              first.name(),
              second.name(),
              yield,
              comparison,
              figure,
              ceiling,
              latency));
    }
    return lines;
  }

  /** A yield of rooms, and what is wanted of it; null when no figure is set. */
  record Figure(Yield yield, @Nullable Double wanted) {}

  /**
   * Compares the node's room, or several, with those of another server, each asked for the most
   * that it tells soon. Then by the first yield for the most that it tells at all, which is found
   * again where latency lies at the bound of what is soon.
   *
   * @param figures of what is told soon
   * @param ceiling what the load counts in a second when a server writes all it can
   */
  List<Line> compareRooms(
      List<Figure> figures,
      String scenario,
      String title,
      RoomSide first,
      RoomSide second,
      double ceiling)
      throws IOException, InterruptedException {
    List<Line> lines =
        new ArrayList<>(
            compareRooms(figures, scenario, title, first, second, ceiling, Bound.SOON, plan));
    lines.addAll(
        compareRooms(
            List.of(new Figure(figures.getFirst().yield, null)),
            scenario,
            title + ", within %d ms".formatted(Bound.AT_ALL.ms),
            first,
            second,
            ceiling,
            Bound.AT_ALL,
            plan.warm()));
    return lines;
  }

  private List<Line> compareRooms(
      List<Figure> figures,
      String scenario,
      String title,
      RoomSide first,
      RoomSide second,
      double ceiling,
      Bound bound,
      Plan plan)
      throws IOException, InterruptedException {
    Comparison comparison =
        Comparison.run(
            first.within(bound),
            second.within(bound),
            plan,
            what -> progress.accept(scenario + " " + title + ": " + what));
    Heard last = first.last();
    Line.Latency latency = last == null ? null : latency(last.rate(), last.latency());
    return figures.stream()
        .map(
            figure ->
                Line.of(
                    scenario,
                    title,
                    first.name(),
                    second.name(),
                    figure.yield,
                    comparison,
                    figure.wanted,
                    ceiling,
                    latency))
        .toList();
  }

  private static Line.Latency latency(double rate, Histogram latency) {
    return new Line.Latency(
        rate,
        latency.getValueAtPercentile(50) / 1e6,
        latency.getValueAtPercentile(99) / 1e6,
        latency.getValueAtPercentile(99.9) / 1e6,
        latency.getMaxValue() / 1e6);
  }

  private Line.Latency latency(HttpSide side, Comparison comparison) throws IOException {
    double rate = Spread.of(comparison.first().stream().map(Trial::rate).toList()).median() / 2;
    Outcome outcome = HttpLoad.open(side.server(), side.speakers(), plan.trial(), rate);
    return latency(rate, outcome.latency());
  }

  private double ceiling(Recorded example, int connections) throws IOException {
    byte[] request = io.teamflow.bench.load.Request.of("GET", "/").bytes();
    List<Speaker> speakers =
        Collections.nCopies(connections, 0).stream()
            .map(_ -> Speaker.repeating(request, example.status()))
            .toList();
    try (ServerProcess constant = ServerProcess.constant(example)) {
      HttpLoad.closed(constant.uri(), speakers, plan.trial().dividedBy(2));
      return HttpLoad.closed(constant.uri(), speakers, plan.trial()).rate();
    }
  }

  /** Compares writes over HTTP with the same statements from pgbench, if there is one. */
  Line compareWithPgBench(
      String scenario,
      String title,
      HttpSide first,
      Script script,
      int clients,
      @Nullable Double wanted)
      throws IOException, InterruptedException {
    if (pgbench.isEmpty()) {
      return Line.skipped(
          scenario, title, first.name(), "pgbench", Yield.PER_DATABASE_CPU, PgBench.HOW_TO_GET);
    }
    PgBench second =
        new PgBench(pgbench.get(), ground().folder(), script, clients, ground()::databaseCpu);
    return compare(scenario, title, first, second, Yield.PER_DATABASE_CPU, wanted, null);
  }
}
