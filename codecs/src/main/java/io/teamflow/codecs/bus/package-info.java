/**
 * The typed event bus: addresses, commands, replies, failures, and the one codec that carries them.
 */
@NullMarked
package io.teamflow.codecs.bus;

import org.jspecify.annotations.NullMarked;
