package io.teamflow.gateway.http;

/** The body of what needs no more than a name to be created. */
record NameBody(String name) {}
