/** What travels to and from the auth verticle: accounts, sessions and signing keys. */
@NullMarked
package io.teamflow.codecs.auth;

import org.jspecify.annotations.NullMarked;
