package io.teamflow.cluster.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/**
 * The passwords of an embedded server, in a file that only its owner may read; by it the second
 * node of a machine gets into the first one's database.
 */
record Passwords(String superuser, String owner, String app) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Reads the file, or makes it with random passwords. */
  static Passwords readOrCreate(Path file) {
    try {
      if (!Files.exists(file)) {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(
            draft,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
            draft, "superuser=%s\nowner=%s\napp=%s\n".formatted(random(), random(), random()));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      }
      Properties properties = new Properties();
      try (var reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
      return new Passwords(
          properties.getProperty("superuser"),
          properties.getProperty("owner"),
          properties.getProperty("app"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String random() {
    byte[] bits = new byte[24];
    RANDOM.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "Passwords[]";
  }
}
