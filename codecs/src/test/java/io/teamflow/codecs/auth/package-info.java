@NullMarked
package io.teamflow.codecs.auth;

import org.jspecify.annotations.NullMarked;
