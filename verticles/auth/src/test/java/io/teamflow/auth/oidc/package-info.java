/** Tests of what is spoken with OpenID providers. */
@NullMarked
package io.teamflow.auth.oidc;

import org.jspecify.annotations.NullMarked;
