/** Mails against a real PostgreSQL and a real SMTP server. */
@NullMarked
package io.teamflow.notification;

import org.jspecify.annotations.NullMarked;
