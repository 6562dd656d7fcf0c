/** Rules that hold over every module. */
@NullMarked
package io.teamflow.cluster;

import org.jspecify.annotations.NullMarked;
