package io.teamflow.codecs.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The typed event bus of a node. {@link #serve} is the only place that registers handlers and maps
 * what they throw; {@link #request} is the only place that waits for an answer. Every request ends
 * within the deadline of its address, with the reply or with a {@link Failure}.
 *
 * <p>One per Vert.x instance; safe for use from any context.
 */
public final class Bus {
  /** Over all tries of one request. */
  public static final Duration DEADLINE = Duration.ofSeconds(2);

  /** The same for a command that waits for a service outside of the cluster. */
  public static final Duration OUTBOUND_DEADLINE = Duration.ofSeconds(10);

  /** After which a repeatable command is tried once more: a dead node shows only as silence. */
  private static final Duration FIRST_TRY = Duration.ofMillis(800);

  /** How many nodes a second try looks at for one that has a handler. */
  private static final int TURNS = 3;

  /** Header with the {@link #id} of the bus that must not answer. */
  private static final String NOT_BY = "not-by";

  /** Begins the addresses of hints. */
  private static final String HINT = "hint.";

  private static final Logger log = LoggerFactory.getLogger(Bus.class);

  private final String id = UUID.randomUUID().toString();
  private final EventBus eventBus;

  /**
   * Addresses with a handler on this node. May name one whose verticle has been undeployed since: a
   * request then learns at once that nobody is there and goes elsewhere.
   */
  private final Set<String> servedHere = ConcurrentHashMap.newKeySet();

  private final Queue<MessageConsumer<?>> consumers = new ConcurrentLinkedQueue<>();

  private Bus(EventBus eventBus) {
    this.eventBus = eventBus;
  }

  /**
   * The bus on top of this Vert.x instance, with every codec registered. Call once per instance.
   */
  public static Bus on(Vertx vertx) {
    EventBus eventBus = vertx.eventBus();
    eventBus.registerCodec(new RecordCodec());
    eventBus.registerDefaultCodec(Failure.class, new FailureCodec());
    eventBus.codecSelector(
        body -> body instanceof io.teamflow.codecs.bus.Message ? RecordCodec.NAME : null);
    return new Bus(eventBus);
  }

  /**
   * Answers an address on the caller's context.
   *
   * @param handler carries the command out; what it throws or fails with becomes a {@link Failure}:
   *     a {@code Failure} as it is, anything else is logged here, once, and answered as INTERNAL
   * @return completes when the cluster knows of the handler
   */
  public <C extends Command, R extends Reply> Future<Void> serve(
      Address<C, R> address, BiFunction<Caller, C, Future<R>> handler) {
    MessageConsumer<Object> consumer = eventBus.consumer(address.name());
    consumer.handler(message -> answer(address, handler, message));
    consumers.add(consumer);
    return consumer.completion().onSuccess(_ -> servedHere.add(address.name()));
  }

  /**
   * Asks whoever serves the address, this node first.
   *
   * @return the reply, or a {@link Failure}; never pending beyond {@link Address#deadline}
   */
  public <C extends Command, R extends Reply> Future<R> request(
      Address<C, R> address, Caller caller, C command) {
    boolean local = servedHere.contains(address.name());
    Duration timeout = address.repeatable() ? FIRST_TRY : address.deadline();
    return send(address, command, options(caller, timeout).setLocalOnly(local))
        .recover(
            error -> {
              boolean neverRan = failureOf(error) == ReplyFailure.NO_HANDLERS;
              boolean silent = failureOf(error) == ReplyFailure.TIMEOUT;
              return neverRan || (silent && address.repeatable())
                  ? sendAgain(address, caller, command, local, TURNS)
                  : Future.failedFuture(error);
            })
        .recover(error -> Future.failedFuture(toFailure(address, caller, error)));
  }

  /**
   * Says to every node, this one too, that there is news. It may be lost: nothing may depend on it
   * but how soon something is noticed.
   */
  public void hint(String name) {
    eventBus.publish(HINT + name, "");
  }

  /** Listens to hints on the caller's context. */
  public void onHint(String name, Runnable listener) {
    consumers.add(eventBus.consumer(HINT + name, _ -> listener.run()));
  }

  /** Takes this node's handlers off the cluster: from now on its peers are asked. */
  public Future<Void> stopServing() {
    servedHere.clear();
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList()).mapEmpty();
  }

  /**
   * The cluster takes nodes in turn, this one too, so a request for another node may come back
   * here; it is then passed on, as is one that meets a node whose handlers have just left. The last
   * turn takes whoever it meets: this node may be the only one.
   *
   * @param elsewhere whether this node has been silent, so that another one is wanted
   */
  private <C extends Command, R extends Reply> Future<R> sendAgain(
      Address<C, R> address, Caller caller, C command, boolean elsewhere, int turns) {
    DeliveryOptions options = options(caller, address.deadline().minus(FIRST_TRY));
    if (turns == 1) {
      return send(address, command, options);
    }
    if (elsewhere) {
      options.addHeader(NOT_BY, id);
    }
    return send(address, command, options)
        .recover(
            error ->
                failureOf(error) == ReplyFailure.NO_HANDLERS
                    ? sendAgain(address, caller, command, elsewhere, turns - 1)
                    : Future.failedFuture(error));
  }

  private static DeliveryOptions options(Caller caller, Duration timeout) {
    return CallerHeaders.write(caller, new DeliveryOptions()).setSendTimeout(timeout.toMillis());
  }

  private <C extends Command, R extends Reply> Future<R> send(
      Address<C, R> address, C command, DeliveryOptions options) {
    return eventBus
        .request(address.name(), command, options)
        .map(
            message -> {
              Object body = message.body();
              if (!address.reply().isInstance(body)) {
                log.error("{} was answered with an unexpected {}", address.name(), body);
                throw Failure.internal();
              }
              return address.reply().cast(body);
            });
  }

  private <C extends Command, R extends Reply> void answer(
      Address<C, R> address, BiFunction<Caller, C, Future<R>> handler, Message<Object> message) {
    if (id.equals(message.headers().get(NOT_BY))) {
      message.reply(new ReplyException(ReplyFailure.NO_HANDLERS, "Another node was wanted"));
      return;
    }
    Caller caller = CallerHeaders.read(message.headers());
    Future<R> answer;
    try {
      if (address.command().isInstance(message.body())) {
        answer =
            Objects.requireNonNull(
                handler.apply(caller, address.command().cast(message.body())),
                "A handler must answer with a future");
      } else {
        answer = Future.failedFuture(Failure.invalid("This node does not know the message."));
      }
    } catch (RuntimeException | Error e) {
      answer = Future.failedFuture(e);
    }
    answer.onComplete(
        reply -> message.reply(reply == null ? noReply(address) : reply),
        error -> message.reply(error instanceof Failure f ? f : defect(address, caller, error)));
  }

  private static Failure noReply(Address<?, ?> address) {
    log.error("{} was answered with null", address.name());
    return Failure.internal();
  }

  private static Failure defect(Address<?, ?> address, Caller caller, Throwable error) {
    log.error("{} failed, trace {}", address.name(), caller.traceId(), error);
    return Failure.internal();
  }

  private static Failure toFailure(Address<?, ?> address, Caller caller, Throwable error) {
    if (error instanceof Failure failure) {
      return failure;
    }
    ReplyFailure kind = failureOf(error);
    if (kind == ReplyFailure.NO_HANDLERS || kind == ReplyFailure.TIMEOUT) {
      log.warn("{} got no answer ({}), trace {}", address.name(), kind, caller.traceId());
      return Failure.unavailable("The service did not answer in time. Try again.");
    }
    return defect(address, caller, error);
  }

  private static ReplyFailure failureOf(Throwable error) {
    return error instanceof ReplyException reply ? reply.failureType() : ReplyFailure.ERROR;
  }
}
