package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;

/**
 * Asks what a personal access token may do.
 *
 * @param hash SHA-256 of the token, in base64url
 */
@WireName("auth.find-grant")
public record FindGrant(String hash) implements Command {}
