package io.teamflow.bench.scenario;

import io.teamflow.bench.measure.Side;
import io.teamflow.bench.measure.Trial;
import io.teamflow.bench.socket.Dialect;
import io.teamflow.bench.socket.SocketLoad;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * A server whose sockets all come at once: they are opened, let into their rooms and closed again,
 * crowd after crowd. Closing them is part of the work, and what is left of it when the time is over
 * is charged to nobody.
 *
 * @param size sockets of a crowd in each room
 */
record StormSide(
    String name,
    URI server,
    Dialect dialect,
    List<String> rooms,
    int size,
    DoubleSupplier serverCpu,
    DoubleSupplier databaseCpu)
    implements Side {

  @Override
  public Trial run(Duration time) throws IOException, InterruptedException {
    double serverBefore = serverCpu.getAsDouble();
    double databaseBefore = databaseCpu.getAsDouble();
    long begin = System.nanoTime();
    long done = 0;
    do {
      SocketLoad.open(server, dialect, rooms, size, 0).close();
      done += (long) rooms.size() * size;
    } while (System.nanoTime() - begin < time.toNanos());
    return new Trial(
        done,
        0,
        (System.nanoTime() - begin) / 1e9,
        serverCpu.getAsDouble() - serverBefore,
        databaseCpu.getAsDouble() - databaseBefore,
        null);
  }
}
