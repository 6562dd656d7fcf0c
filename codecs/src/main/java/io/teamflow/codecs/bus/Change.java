package io.teamflow.codecs.bus;

import org.jspecify.annotations.Nullable;

/**
 * A member of a merge patch (RFC 7396) that is present. An absent member is a null {@code Change},
 * a member set to {@code null} is a {@code Change} of null.
 *
 * @param value what to set, null to clear
 */
public record Change<T>(@Nullable T value) {}
