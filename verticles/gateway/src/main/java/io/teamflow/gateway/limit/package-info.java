/** How often something may happen: counted by every node for itself, or by all of them in Redis. */
@NullMarked
package io.teamflow.gateway.limit;

import org.jspecify.annotations.NullMarked;
