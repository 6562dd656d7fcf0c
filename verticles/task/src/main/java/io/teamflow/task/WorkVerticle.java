package io.teamflow.task;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.stream.StreamPublisher;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Purge;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgConnectOptions;
import java.util.List;

/** Serves everything about work. Holds no state but its connections. */
public final class WorkVerticle extends VerticleBase {
  private final Bus bus;
  private final PgConnectOptions database;
  private final StreamPublisher stream;
  private final TaskListCache lists;

  /**
   * @param lists shared by the instances of a node
   */
  public WorkVerticle(
      Bus bus, PgConnectOptions database, StreamPublisher stream, TaskListCache lists) {
    this.bus = bus;
    this.database = database;
    this.stream = stream;
    this.lists = lists;
  }

  @Override
  public Future<?> start() {
    Database db = Database.open(vertx, database, 1, 2);
    Purge purge = new Purge(vertx, db);
    purge.repeat("Idempotency keys", Writes.OUTLIVED_KEYS);
    purge.repeat("Deleted projects", PgProjectStore.OUTLIVED);
    purge.repeat("Deleted tasks", HistorySql.OUTLIVED);
    return db.connect().compose(_ -> serve(db));
  }

  private Future<?> serve(Database db) {
    return Future.all(
        List.of(
            new OrganizationHandlers(new PgOrganizationStore(db), stream).serve(bus),
            new TeamHandlers(new PgTeamStore(db), stream).serve(bus),
            new MemberHandlers(new PgOrganizationMemberStore(db), new PgTeamMemberStore(db), stream)
                .serve(bus),
            new InvitationHandlers(new PgInvitationStore(db), stream).serve(bus),
            new ProjectHandlers(new PgProjectStore(db), stream).serve(bus),
            new LabelHandlers(new PgLabelStore(db), stream).serve(bus),
            new WatcherHandlers(new PgWatcherStore(db)).serve(bus),
            new RelationHandlers(new PgRelationStore(db), stream).serve(bus),
            new CommentHandlers(new PgCommentStore(db), stream).serve(bus),
            new HistoryHandlers(new PgHistoryStore(db), stream).serve(bus),
            new TaskHandlers(
                    new PgTaskStore(db),
                    new PgBoardStore(db),
                    new PgTaskListStore(vertx, db, lists),
                    stream)
                .serve(bus)));
  }
}
