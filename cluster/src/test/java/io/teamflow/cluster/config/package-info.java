/** The configuration. */
@NullMarked
package io.teamflow.cluster.config;

import org.jspecify.annotations.NullMarked;
