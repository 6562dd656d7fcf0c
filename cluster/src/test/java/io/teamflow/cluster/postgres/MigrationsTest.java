package io.teamflow.cluster.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class MigrationsTest {

  @Test
  void theNewestMigrationIsTheOneThatAStartLooksFor() throws Exception {
    Path folder = Path.of(System.getProperty("teamflow.root", "..")).resolve("conf/db/migration");
    try (var scripts = Files.list(folder)) {
      String newest =
          scripts
              .map(script -> script.getFileName().toString())
              .max(Comparator.naturalOrder())
              .orElseThrow();
      assertEquals(newest.substring(1, newest.indexOf("__")), Migrations.NEWEST);
    }
  }
}
