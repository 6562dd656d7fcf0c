package io.teamflow.bench.scenario;

import io.teamflow.bench.load.HttpLoad;
import io.teamflow.bench.load.Outcome;
import io.teamflow.bench.load.Speaker;
import io.teamflow.bench.measure.Side;
import io.teamflow.bench.measure.Trial;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/** A server under load by HTTP in the closed loop, and what its processes use. */
record HttpSide(
    String name,
    URI server,
    List<? extends Speaker> speakers,
    DoubleSupplier serverCpu,
    DoubleSupplier databaseCpu)
    implements Side {

  @Override
  public Trial run(Duration time) throws IOException {
    double serverBefore = serverCpu.getAsDouble();
    double databaseBefore = databaseCpu.getAsDouble();
    Outcome outcome = HttpLoad.closed(server, speakers, time);
    return new Trial(
        outcome.done(),
        outcome.failed(),
        outcome.seconds(),
        serverCpu.getAsDouble() - serverBefore,
        databaseCpu.getAsDouble() - databaseBefore,
        outcome.firstFailure());
  }
}
