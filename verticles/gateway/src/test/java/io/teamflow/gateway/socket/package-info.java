/** Tests of the package of the same name. */
@NullMarked
package io.teamflow.gateway.socket;

import org.jspecify.annotations.NullMarked;
