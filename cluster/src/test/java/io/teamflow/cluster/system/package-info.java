/** Real node processes: started, cut, killed and drained. */
@NullMarked
package io.teamflow.cluster.system;

import org.jspecify.annotations.NullMarked;
