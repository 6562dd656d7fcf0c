package io.teamflow.cluster.postgres;

import io.teamflow.cluster.config.Configuration;
import java.net.URI;
import java.util.function.Function;

/** Finds or starts the database that the configuration names, and migrates it. */
public final class Databases {
  private Databases() {}

  /**
   * Opens the database and does what must be done before another node of the same data folder may
   * start, such as joining the cluster.
   *
   * @param whileLocked runs while no other node of this data folder starts or stops
   */
  public static <T> T open(Configuration configuration, Function<NodeDatabase, T> whileLocked) {
    if (configuration.databaseUri().isEmpty()) {
      return EmbeddedPostgres.open(configuration.dataFolder(), whileLocked);
    }
    URI app = configuration.databaseUri().get();
    DatabaseAccess access = DatabaseAccess.of(app);
    DatabaseAccess owner = DatabaseAccess.of(configuration.migrationUri().orElse(app));
    return whileLocked.apply(
        new NodeDatabase(access, Migrations.run(owner, access.user()), false, () -> {}));
  }
}
