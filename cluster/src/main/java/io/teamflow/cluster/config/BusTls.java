package io.teamflow.cluster.config;

import java.nio.file.Path;

/**
 * What nodes show each other before a word passes over the event bus, in PEM files.
 *
 * @param certificate of this node, and those between it and the authority's
 * @param key its private key, PKCS#8, unencrypted
 * @param authority whose certificates are let in, and nobody's else
 */
public record BusTls(Path certificate, Path key, Path authority) {}
