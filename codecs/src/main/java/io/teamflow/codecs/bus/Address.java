package io.teamflow.codecs.bus;

/**
 * A place on the bus that accepts one command and answers with one kind of reply.
 *
 * @param name {@code <domain>.<verb>}, unique in the cluster
 * @param command the one command accepted
 * @param reply the one reply given
 * @param repeatable whether carrying the command out twice has the effect of once, so that {@link
 *     Bus#request} may try again on another node after a silent first try
 */
public record Address<C extends Command, R extends Reply>(
    String name, Class<C> command, Class<R> reply, boolean repeatable) {

  /** An address whose command changes something a second time when repeated. */
  public static <C extends Command, R extends Reply> Address<C, R> once(
      String name, Class<C> command, Class<R> reply) {
    return new Address<>(name, command, reply, false);
  }

  /** An address whose command may be repeated without further effect. */
  public static <C extends Command, R extends Reply> Address<C, R> repeatable(
      String name, Class<C> command, Class<R> reply) {
    return new Address<>(name, command, reply, true);
  }
}
