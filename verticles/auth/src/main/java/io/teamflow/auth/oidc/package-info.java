/** What is spoken with OpenID providers; knows nothing of accounts and sessions. */
@NullMarked
package io.teamflow.auth.oidc;

import org.jspecify.annotations.NullMarked;
