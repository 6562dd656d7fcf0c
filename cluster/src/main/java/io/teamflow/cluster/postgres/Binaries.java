package io.teamflow.cluster.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the PostgreSQL of the class path, once per data folder and version. */
final class Binaries {
  private Binaries() {}

  /** The folder with {@code bin} and {@code lib}. */
  static Path unpack(Path dataFolder) throws IOException {
    String archive = archive();
    try (InputStream in = Binaries.class.getResourceAsStream("/" + archive)) {
      if (in == null) {
        throw new IOException(
            "There is no embedded PostgreSQL for this machine ("
                + archive
                + "). Set TEAMFLOW_DATABASE_URI to a PostgreSQL 16 or newer.");
      }
      Path folder = dataFolder.resolve("postgres-" + version());
      if (!Files.exists(folder)) {
        Path draft = Files.createTempDirectory(dataFolder, "unpack");
        unpack(in, draft);
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
      }
      return folder;
    }
  }

  private static String archive() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "");
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    String system = os.contains("mac") ? "darwin" : "linux";
    return "postgres-" + system + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
  }

  /** The version of the binaries, from the manifest of the build. */
  private static String version() throws IOException {
    try (InputStream in = Binaries.class.getResourceAsStream("postgres.version")) {
      return new String(
              java.util.Objects.requireNonNull(in).readAllBytes(),
              java.nio.charset.StandardCharsets.UTF_8)
          .strip();
    }
  }

  private static void unpack(InputStream in, Path folder) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException(entry.getName() + " leads out of the archive");
        }
        Files.createDirectories(entry.isDirectory() ? target : parent(target));
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
          Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
          boolean executable = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
