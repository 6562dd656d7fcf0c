/** Tests of the package of the same name. */
@NullMarked
package io.teamflow.gateway.token;

import org.jspecify.annotations.NullMarked;
