package io.teamflow.auth;

import com.github.f4b6a3.uuid.UuidCreator;
import io.teamflow.auth.oidc.OidcIdentity;
import io.teamflow.codecs.auth.UserView;
import io.teamflow.codecs.bus.Failure;
import java.util.regex.Pattern;

/** Makes the account of somebody whom a provider has introduced. */
final class NewUser {
  private static final int EMAIL_MAX = 254;
  private static final int NAME_MAX = 100;
  private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

  private NewUser() {}

  /**
   * Named as at the provider, or as the address begins.
   *
   * @throws Failure FORBIDDEN when the provider does not vouch for an address
   */
  static UserView of(OidcIdentity identity) {
    String email = identity.email().strip();
    if (!identity.emailVerified()
        || email.length() > EMAIL_MAX
        || !EMAIL.matcher(email).matches()) {
      throw Failure.forbidden(
          "The provider does not confirm that the e-mail address is yours. Confirm it there first.");
    }
    String name = CONTROLS.matcher(identity.name()).replaceAll(" ").strip();
    return new UserView(
        UuidCreator.getTimeOrderedEpoch(),
        email,
        shortened(name.isEmpty() ? email.substring(0, email.indexOf('@')) : name));
  }

  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= NAME_MAX
        ? name
        : name.substring(0, name.offsetByCodePoints(0, NAME_MAX)).strip();
  }
}
