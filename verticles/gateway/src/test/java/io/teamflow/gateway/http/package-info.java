/** Tests of the package of the same name. */
@NullMarked
package io.teamflow.gateway.http;

import org.jspecify.annotations.NullMarked;
