/** Tells people what concerns them: mails from an outbox that holds no token. */
@NullMarked
package io.teamflow.notification;

import org.jspecify.annotations.NullMarked;
