/** Puts load on a server by HTTP and measures its answers. Knows no TeamFlow. */
@NullMarked
package io.teamflow.bench.load;

import org.jspecify.annotations.NullMarked;
