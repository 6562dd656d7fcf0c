package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** What opens a sealed secret, and what does not. */
class SecretBoxTest {
  private static final byte[] SECRET = {1, 2, 3};
  private final SecretBox box = new SecretBox(new byte[SecretBox.KEY_BYTES]);

  @Test
  void opensWhatItSealed() {
    assertArrayEquals(SECRET, box.open("here", box.seal("here", SECRET)));
    assertNotEquals(box.seal("here", SECRET), box.seal("here", SECRET));
  }

  @Test
  void anotherKeyDoesNotOpenItAndSaysWhatWould() {
    byte[] key = new byte[SecretBox.KEY_BYTES];
    key[0] = 1;
    refuses(new SecretBox(key), "here", box.seal("here", SECRET));
  }

  @Test
  void anotherPlaceOrAChangedBitDoesNotOpenIt() {
    Buffer sealed = box.seal("here", SECRET);
    refuses(box, "there", sealed);
    for (int i = 0; i < sealed.length(); i++) {
      refuses(box, "here", sealed.copy().setByte(i, (byte) (sealed.getByte(i) ^ 1)));
    }
  }

  @Test
  void aKeyOfAnotherLengthIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SecretBox(new byte[16]));
  }

  private static void refuses(SecretBox box, String place, Buffer sealed) {
    String message =
        String.valueOf(
            assertThrows(IllegalStateException.class, () -> box.open(place, sealed)).getMessage());
    assertTrue(message.contains("TEAMFLOW_SECRET_KEY_FILE"), message);
  }
}
