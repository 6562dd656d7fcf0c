package io.teamflow.stream;

import io.teamflow.codecs.stream.Position;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what the bus lost: compares the heads of all open streams with PostgreSQL in one query,
 * about every two seconds. What was missing at the check before and still is will not come by
 * itself. Finds as well that the database was rewound. Belongs to the hub's context.
 */
final class HeadCheck {
  private static final Logger log = LoggerFactory.getLogger(HeadCheck.class);

  /** Two checks and a read fit into five seconds; the jitter keeps nodes from asking together. */
  private static final int MIN_MS = 1_500;

  private static final int MAX_MS = 2_200;

  private final Vertx vertx;
  private final PgStreamLog streamLog;
  private final Map<UUID, OpenStream> streams;
  private final Consumer<OpenStream> fetch;
  private final Consumer<OpenStream> rewound;

  /**
   * @param streams the open streams, as they come and go
   * @param fetch reads what a stream lacks
   * @param rewound takes a stream whose numbers belong to another history now
   */
  HeadCheck(
      Vertx vertx,
      PgStreamLog streamLog,
      Map<UUID, OpenStream> streams,
      Consumer<OpenStream> fetch,
      Consumer<OpenStream> rewound) {
    this.vertx = vertx;
    this.streamLog = streamLog;
    this.streams = streams;
    this.fetch = fetch;
    this.rewound = rewound;
  }

  void start() {
    int delay = ThreadLocalRandom.current().nextInt(MIN_MS, MAX_MS);
    vertx.setTimer(delay, _ -> check().onComplete(_ -> start()));
  }

  private Future<?> check() {
    return streams.isEmpty()
        ? Future.succeededFuture()
        : streamLog
            .heads(List.copyOf(streams.keySet()))
            .onSuccess(heads -> heads.forEach(this::compare));
  }

  private void compare(UUID id, Position head) {
    OpenStream stream = streams.get(id);
    if (stream == null || !stream.orderer.started()) {
      return;
    }
    if (!stream.epoch.equals(head.epoch())) {
      rewound.accept(stream);
      return;
    }
    if (stream.orderer.lastSeq() < stream.checkedHead) {
      log.info("{} lacked events up to {}", stream.id, stream.checkedHead);
      fetch.accept(stream);
    }
    stream.checkedHead = head.seq();
  }
}
