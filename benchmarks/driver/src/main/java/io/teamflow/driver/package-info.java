/**
 * Node processes and clients that check what they see. Knows TeamFlow only by HTTP and WebSocket,
 * as its users do; tests and benchmarks are built on it.
 */
@NullMarked
package io.teamflow.driver;

import org.jspecify.annotations.NullMarked;
