package io.teamflow.codecs.bus;

import java.time.Duration;

/**
 * A place on the bus that accepts one command and answers with one kind of reply.
 *
 * @param name {@code <domain>.<verb>}, unique in the cluster
 * @param command the one command accepted
 * @param reply the one reply given
 * @param repeatable whether carrying the command out twice has the effect of once, so that {@link
 *     Bus#request} may try again on another node after a silent first try
 * @param deadline how long {@link Bus#request} waits for the reply, over all tries
 */
public record Address<C extends Command, R extends Reply>(
    String name, Class<C> command, Class<R> reply, boolean repeatable, Duration deadline) {

  /** An address whose command changes something a second time when repeated. */
  public static <C extends Command, R extends Reply> Address<C, R> once(
      String name, Class<C> command, Class<R> reply) {
    return new Address<>(name, command, reply, false, Bus.DEADLINE);
  }

  /** An address whose command may be repeated without further effect. */
  public static <C extends Command, R extends Reply> Address<C, R> repeatable(
      String name, Class<C> command, Class<R> reply) {
    return new Address<>(name, command, reply, true, Bus.DEADLINE);
  }

  /** Like {@link #once}, for a command that waits for a service outside of the cluster. */
  public static <C extends Command, R extends Reply> Address<C, R> outbound(
      String name, Class<C> command, Class<R> reply) {
    return new Address<>(name, command, reply, false, Bus.OUTBOUND_DEADLINE);
  }
}
