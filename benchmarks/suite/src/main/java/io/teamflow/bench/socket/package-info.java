/** Load over WebSockets: many who listen in rooms, and a few who speak. */
@NullMarked
package io.teamflow.bench.socket;

import org.jspecify.annotations.NullMarked;
