package io.teamflow.cluster;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.ListKeys;
import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.chat.ListMessages;
import io.teamflow.codecs.chat.SendMessage;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.GetProject;
import io.teamflow.codecs.task.ListTasks;
import io.teamflow.codecs.task.ProjectMessages;
import io.teamflow.codecs.task.TaskFields;
import io.teamflow.codecs.task.TaskMessages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What clients ask most, asked by nobody in a project that does not exist: each command is refused
 * where it would be carried out, in the database, and changes nothing. A JVM that has just begun
 * takes seconds for the first of everything, which whoever comes first would wait for; and each
 * connection still has to prepare its statements.
 */
final class Rehearsal {
  /** After which no further round begins. */
  private static final Duration LENGTH = Duration.ofMillis(500);

  private static final UUID NOBODY = new UUID(0, 0);
  private static final Caller CALLER = new Caller(NOBODY, NOBODY, "", "00-rehearsal");

  private final Vertx vertx;
  private final Bus bus;
  private final Optional<SocketAddress> gateway;
  private final int atOnce;
  private final long begin = System.nanoTime();

  /**
   * Of this node, while it serves.
   *
   * @param gateway where it listens, if it does
   * @param atOnce how many times the same, so that each connection has its turn
   */
  Rehearsal(Vertx vertx, Bus bus, Optional<SocketAddress> gateway, int atOnce) {
    this.vertx = vertx;
    this.bus = bus;
    this.gateway = gateway;
    this.atOnce = atOnce;
  }

  /** Always succeeds. */
  Future<Void> run() {
    return Future.join(rounds(), requests()).<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<Void> requests() {
    return gateway
        .map(
            address ->
                bus.request(AuthMessages.LIST_KEYS, CALLER, new ListKeys())
                    .compose(
                        keys -> new RehearsedRequests(vertx, address, keys.jwks()).send(atOnce)))
        .orElse(Future.succeededFuture());
  }

  private Future<Void> rounds() {
    return round()
        .compose(
            _ ->
                System.nanoTime() - begin < LENGTH.toNanos() ? rounds() : Future.succeededFuture());
  }

  private Future<Void> round() {
    return ask(ProjectMessages.GET, new GetProject(NOBODY))
        .compose(_ -> ask(TaskMessages.CREATE, new CreateTask(NOBODY, NOBODY, task())))
        .compose(_ -> ask(TaskMessages.LIST, new ListTasks(NOBODY, new PageRequest(1, null))))
        .compose(
            _ ->
                ask(
                    ChatMessages.SEND,
                    new SendMessage(UUID.randomUUID(), NOBODY, UUID.randomUUID(), "words", null)))
        .compose(_ -> ask(ChatMessages.LIST, new ListMessages(NOBODY, null, 1)));
  }

  private <C extends Command> Future<Void> ask(Address<C, ?> address, C command) {
    List<Future<?>> answers =
        IntStream.range(0, atOnce)
            .<Future<?>>mapToObj(_ -> bus.request(address, CALLER, command).otherwiseEmpty())
            .toList();
    return Future.join(answers).mapEmpty();
  }

  private static TaskFields task() {
    return new TaskFields("A task", null, null, null, null, null, null, null);
  }
}
