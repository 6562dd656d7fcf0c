package io.teamflow.cluster.postgres;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The migrations that this release brings, found without loading Flyway. */
final class MigrationScripts {
  static final String FOLDER = "conf/db/migration";
  private static final Pattern SCRIPT = Pattern.compile(".*V([0-9]{14})__\\w+\\.sql");

  private MigrationScripts() {}

  /** Their versions, from the jar or the folder that holds them. */
  static Set<String> versions() {
    URL folder = MigrationScripts.class.getClassLoader().getResource(FOLDER);
    if (folder == null) {
      throw new IllegalStateException("There is no " + FOLDER + " on the class path");
    }
    try {
      return names(folder).stream()
          .map(SCRIPT::matcher)
          .filter(Matcher::matches)
          .map(match -> match.group(1))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("The migrations at " + folder + " cannot be listed", e);
    }
  }

  private static List<String> names(URL folder) throws IOException, URISyntaxException {
    if (folder.openConnection() instanceof JarURLConnection jar) {
      return jar.getJarFile().stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(FOLDER))
          .toList();
    }
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.map(Path::toString).toList();
    }
  }
}
