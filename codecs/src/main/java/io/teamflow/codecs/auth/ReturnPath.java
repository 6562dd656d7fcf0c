package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Validation;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a browser goes after a sign-in: a path of this site, so that nobody is sent elsewhere. */
final class ReturnPath {
  private static final int MAX = 512;

  /** Printable ASCII; no backslash, which browsers read as a slash, and no second slash. */
  private static final Pattern LOCAL = Pattern.compile("/(?!/)[!-~&&[^\\\\]]*");

  private ReturnPath() {}

  static Validation check(Validation validation, @Nullable String path) {
    return path == null
        ? validation
        : validation
            .text("/return", path, 1, MAX)
            .matches("/return", path, LOCAL, "must be an absolute path of this site");
  }
}
