package io.teamflow.task;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.stream.StreamPublisher;
import io.teamflow.stream.database.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgConnectOptions;
import java.util.List;

/** Serves everything about work. Holds no state but its connections. */
public final class WorkVerticle extends VerticleBase {
  private static final long FORGET_KEYS_MS = 600_000;

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
    vertx.setPeriodic(FORGET_KEYS_MS, _ -> db.writes().forgetKeys());
    PgProjectStore projects = new PgProjectStore(db);
    PgHistoryStore history = new PgHistoryStore(db);
    new Purge(vertx, "Deleted projects", projects::purge).start();
    new Purge(vertx, "Deleted tasks", history::purge).start();
    return db.connect().compose(_ -> serve(db, projects, history));
  }

  private Future<?> serve(Database db, PgProjectStore projects, PgHistoryStore history) {
    return Future.all(
        List.of(
            new OrganizationHandlers(new PgOrganizationStore(db), stream).serve(bus),
            new TeamHandlers(new PgTeamStore(db), stream).serve(bus),
            new MemberHandlers(new PgOrganizationMemberStore(db), new PgTeamMemberStore(db), stream)
                .serve(bus),
            new InvitationHandlers(new PgInvitationStore(db), stream).serve(bus),
            new ProjectHandlers(projects, stream).serve(bus),
            new LabelHandlers(new PgLabelStore(db), stream).serve(bus),
            new WatcherHandlers(new PgWatcherStore(db)).serve(bus),
            new RelationHandlers(new PgRelationStore(db), stream).serve(bus),
            new CommentHandlers(new PgCommentStore(db), stream).serve(bus),
            new HistoryHandlers(history, stream).serve(bus),
            new TaskHandlers(
                    new PgTaskStore(db),
                    new PgBoardStore(db),
                    new PgTaskListStore(vertx, db, lists),
                    stream)
                .serve(bus)));
  }
}
