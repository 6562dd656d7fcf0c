/** WebSockets: the protocol {@code teamflow.v1}. */
@NullMarked
package io.teamflow.gateway.socket;

import org.jspecify.annotations.NullMarked;
