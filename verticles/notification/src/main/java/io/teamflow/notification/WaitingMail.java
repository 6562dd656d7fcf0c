package io.teamflow.notification;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail that this worker took from the outbox.
 *
 * @param account whom it concerns, absent for a registration and for a stranger
 * @param registration what it confirms
 * @param invitation what it tells of
 * @param email where it goes; absent when there is nobody to write to
 * @param known whether somebody has an account with the address that is to be confirmed
 * @param recent tokens of this kind for this account, or this invited address, within the last hour
 */
record WaitingMail(
    UUID id,
    MailKind kind,
    int attempts,
    @Nullable UUID account,
    @Nullable UUID registration,
    @Nullable UUID invitation,
    @Nullable String email,
    boolean known,
    int recent,
    JsonObject detail) {}
