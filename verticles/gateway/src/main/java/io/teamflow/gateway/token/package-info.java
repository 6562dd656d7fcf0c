/** Who is calling: verification of access tokens. */
@NullMarked
package io.teamflow.gateway.token;

import org.jspecify.annotations.NullMarked;
