package io.teamflow.auth;

import io.vertx.core.buffer.Buffer;

/**
 * A signing key as it rests in PostgreSQL.
 *
 * @param kid its thumbprint (RFC 7638)
 * @param publicJwk the public half as a JSON Web Key
 * @param ciphertext the whole key, sealed by the {@link SecretBox}
 */
record SealedKey(String kid, String publicJwk, Buffer ciphertext) {}
