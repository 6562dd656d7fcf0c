/** Accounts, sessions and the tokens that prove them. */
@NullMarked
package io.teamflow.auth;

import org.jspecify.annotations.NullMarked;
