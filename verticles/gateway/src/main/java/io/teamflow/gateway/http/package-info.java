/** HTTP: the routes of each resource, and the one place that knows status codes. */
@NullMarked
package io.teamflow.gateway.http;

import org.jspecify.annotations.NullMarked;
