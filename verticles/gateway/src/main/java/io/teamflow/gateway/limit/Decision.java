package io.teamflow.gateway.limit;

/**
 * What a limit says.
 *
 * @param allowed whether there was one left
 * @param remaining how many are left now
 * @param waitMillis until there is one again; 0 when allowed
 */
public record Decision(boolean allowed, long remaining, long waitMillis) {}
