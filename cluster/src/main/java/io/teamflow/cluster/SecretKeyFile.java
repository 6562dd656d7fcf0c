package io.teamflow.cluster;

import io.teamflow.auth.SecretBox;
import io.teamflow.cluster.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The key that seals secrets in the database, in a file that only its owner may read. */
final class SecretKeyFile {
  private SecretKeyFile() {}

  /** Opens the box; makes the key first where there is none, in the data folder. */
  static SecretBox open(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return new SecretBox(HexFormat.of().parseHex(Files.readString(file).strip()));
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "TEAMFLOW_SECRET_KEY_FILE: " + file + " cannot be used: " + e.getMessage());
    }
  }

  private static void create(Path file) throws IOException {
    byte[] key = new byte[SecretBox.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, HexFormat.of().formatHex(key));
    } catch (FileAlreadyExistsException _) {
      // another node of this data folder was first, and start.lock lets it finish before us
    }
  }
}
