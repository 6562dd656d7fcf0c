package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/**
 * Uses a ticket up.
 *
 * @param hash SHA-256 of the ticket, in base64url
 */
@WireName("auth.redeem-ticket")
public record RedeemTicket(String hash) implements Command {}
