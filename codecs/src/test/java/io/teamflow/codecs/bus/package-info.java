/**
 * What the bus promises, on one node and on a cluster in one JVM, and the exact wire form of every
 * message.
 */
@NullMarked
package io.teamflow.codecs.bus;

import org.jspecify.annotations.NullMarked;
