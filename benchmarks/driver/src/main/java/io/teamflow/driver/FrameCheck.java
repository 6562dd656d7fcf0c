package io.teamflow.driver;

/**
 * Sees every frame that a {@link CheckingClient} gets before its caller does. Found by {@link
 * java.util.ServiceLoader}: whoever has one on the class path leaves no frame unchecked.
 */
public interface FrameCheck {
  /**
   * Takes a look.
   *
   * @throws AssertionError when the frame is not what was promised
   */
  void check(String frame);
}
