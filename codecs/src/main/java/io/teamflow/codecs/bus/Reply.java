package io.teamflow.codecs.bus;

/** What a verticle answers to a {@link Command} it carried out. */
public non-sealed interface Reply extends Message {}
