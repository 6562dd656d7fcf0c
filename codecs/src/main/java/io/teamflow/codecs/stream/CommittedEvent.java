package io.teamflow.codecs.stream;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of a stream that is durable: its transaction has committed.
 *
 * @param stream whose story it belongs to
 * @param seq its number there: gap-free, equal to commit order, from 1
 * @param type such as {@code task.created}
 * @param at when it was written
 * @param actor who did it, absent when the system did
 * @param payload JSON text, rendered once when the event was written
 */
public record CommittedEvent(
    StreamId stream, long seq, String type, Instant at, @Nullable UUID actor, String payload) {}
