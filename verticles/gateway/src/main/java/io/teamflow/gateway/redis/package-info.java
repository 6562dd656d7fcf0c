/** Redis as something that may be away at any time, and is never the truth. */
@NullMarked
package io.teamflow.gateway.redis;

import org.jspecify.annotations.NullMarked;
