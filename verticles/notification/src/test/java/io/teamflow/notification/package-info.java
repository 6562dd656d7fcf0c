/** Chat against a real PostgreSQL. */
@NullMarked
package io.teamflow.chat;

import org.jspecify.annotations.NullMarked;
