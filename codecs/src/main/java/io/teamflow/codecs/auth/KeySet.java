package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;

/**
 * The public signing keys.
 *
 * @param jwks a JSON Web Key Set (RFC 7517) without private members
 */
@WireName("auth.keys")
public record KeySet(String jwks) implements Reply {}
