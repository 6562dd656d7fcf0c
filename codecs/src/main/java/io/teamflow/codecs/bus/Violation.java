package io.teamflow.codecs.bus;

/**
 * One thing wrong with a command.
 *
 * @param pointer JSON Pointer (RFC 6901) to the offending member of the request
 * @param detail what is wrong and what would be right
 */
public record Violation(String pointer, String detail) {}
