package io.teamflow.codecs.auth;

import java.time.Instant;
import java.util.UUID;

/**
 * A place where an account is signed in.
 *
 * @param device what the program called itself when it signed in; may be empty
 * @param address the IP address it was last seen at; may be empty
 * @param lastSeenAt when it last signed in or refreshed
 * @param current whether the caller asks from this session
 */
public record SessionView(
    UUID id,
    String device,
    String address,
    Instant createdAt,
    Instant lastSeenAt,
    boolean current) {}
