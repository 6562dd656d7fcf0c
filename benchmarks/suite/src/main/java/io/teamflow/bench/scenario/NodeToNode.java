package io.teamflow.bench.scenario;

import io.teamflow.bench.load.ServerProcess;
import io.teamflow.bench.measure.Comparison;
import io.teamflow.bench.measure.ProcessCpu;
import io.teamflow.bench.measure.Side;
import io.teamflow.bench.measure.Trial;
import io.teamflow.bench.measure.Yield;
import io.teamflow.bench.report.Line;
import io.teamflow.driver.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way from one JVM to another: what carries them between nodes, against the event
 * bus of Vert.x that it is built on, told one by one. The same two JVMs do both; the pipe needs no
 * database, so there is none.
 */
record NodeToNode() implements Scenario {
  /** Known by its name alone: the suite sees TeamFlow from outside. */
  private static final String PROGRAM = "io.teamflow.stream.PipedNode";

  private static final int BYTES = 430;
  private static final double WANTED = 5;

  /** Logs as nodes do. */
  private static final List<String> LOGGING =
      List.of(
          "-Dlogback.configurationFile=conf/logback.xml",
          "-Dvertx.logger-delegate-factory-class-name="
              + "io.vertx.core.logging.SLF4JLogDelegateFactory");

  @Override
  public String id() {
    return "B4";
  }

  @Override
  public boolean needsGround() {
    return false;
  }

  @Override
  public List<Line> run(Workbench bench) throws IOException, InterruptedException {
    String title = "events of %d bytes from node to node".formatted(BYTES);
    Consumer<String> told = what -> bench.progress().accept(id() + " " + title + ": " + what);
    UUID cluster = UUID.randomUUID();
    int port = FreePorts.cluster();
    try (ServerProcess receiver = start(bench, "receive", cluster, port);
        ServerProcess sender = start(bench, "send", cluster, port);
        HttpClient http = HttpClient.newHttpClient()) {
      DoubleSupplier cpu =
          () -> ProcessCpu.seconds(receiver.pid()) + ProcessCpu.seconds(sender.pid());
      Asked first = new Asked("TeamFlow's pipe", http, sender.uri().resolve("/pipe"), cpu);
      Asked second =
          new Asked("publish of the event bus", http, sender.uri().resolve("/publish"), cpu);
      Comparison comparison = Comparison.run(first, second, bench.plan(), told);
      List<Line> lines = new ArrayList<>();
      for (Yield yield : List.of(Yield.PER_SECOND, Yield.PER_SERVER_CPU)) {
        @Nullable Double wanted = yield == Yield.PER_SECOND ? WANTED : null;
        lines.add(
            Line.of(
                id(), title, first.name(), second.name(), yield, comparison, wanted, null, null));
      }
      return lines;
    }
  }

  private static ServerProcess start(Workbench bench, String role, UUID cluster, int port)
      throws IOException {
    List<String> flags = new ArrayList<>(bench.jvmFlags());
    flags.addAll(LOGGING);
    return ServerProcess.program(
        PROGRAM,
        flags,
        List.of(
            role,
            cluster.toString(),
            Integer.toString(port),
            Integer.toString(BYTES),
            Integer.toString(FreePorts.one())));
  }

  /** The sender, asked to send in one of the two ways. */
  private record Asked(String name, HttpClient http, URI uri, DoubleSupplier cpu) implements Side {
    @Override
    public Trial run(Duration time) throws IOException, InterruptedException {
      double before = cpu.getAsDouble();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(uri + "?ms=" + time.toMillis()))
              .timeout(time.plusSeconds(30))
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(request.uri() + " answered " + answer.statusCode());
      }
      String[] said = answer.body().strip().split(" ", -1);
      return new Trial(
          Long.parseLong(said[0]),
          Long.parseLong(said[1]),
          Long.parseLong(said[2]) / 1e9,
          cpu.getAsDouble() - before,
          0,
          "events that did not arrive");
    }
  }
}
