/** The edge of a node: HTTP and WebSockets in, commands on the typed bus out. No SQL. */
@NullMarked
package io.teamflow.gateway;

import org.jspecify.annotations.NullMarked;
