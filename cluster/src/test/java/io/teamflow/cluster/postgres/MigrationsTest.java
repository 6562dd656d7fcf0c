package io.teamflow.cluster.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MigrationsTest {

  @Test
  void aStartLooksForEveryScript() throws Exception {
    Path folder = Path.of(System.getProperty("teamflow.root", "..")).resolve("conf/db/migration");
    try (var scripts = Files.list(folder)) {
      Set<String> versions =
          scripts
              .map(script -> script.getFileName().toString())
              .map(name -> name.substring(1, name.indexOf("__")))
              .collect(Collectors.toSet());
      assertEquals(versions, MigrationScripts.versions());
    }
  }
}
