package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;
import java.time.Instant;
import java.util.UUID;

/** For whom a ticket was made, in which session, and until when its socket may live. */
@WireName("auth.ticket-holder")
public record TicketHolder(UUID userId, UUID sessionId, Instant tokenExpiresAt) implements Reply {}
