package io.teamflow.cluster.config;

import io.teamflow.auth.oidc.OidcClient;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of OpenID providers: {@code oidc.<name>.issuer}, {@code client-id} and {@code
 * client-secret}. The operator chooses the names, so no default can list them.
 */
final class OidcFamily {
  /** What a setting that looks like one of these but is none is answered with. */
  static final String RULE =
      "a provider has ISSUER, CLIENT_ID and CLIENT_SECRET, behind a name of at most 32 letters,"
          + " digits and dashes";

  private static final String GOOGLE = "https://accounts.google.com";

  private static final Pattern KEY =
      Pattern.compile("oidc\\.([a-z0-9]+(?:-[a-z0-9]+)*)\\.(issuer|client-id|client-secret)");
  private static final Pattern VARIABLE =
      Pattern.compile("TEAMFLOW_OIDC_(.*?)_(ISSUER|CLIENT_ID|CLIENT_SECRET)");
  private static final int NAME_MAX = 32;

  private OidcFamily() {}

  /** Whether a setting has a key of this family. */
  static boolean has(String key) {
    return nameIn(key).isPresent();
  }

  private static Optional<String> nameIn(String key) {
    Matcher matcher = KEY.matcher(key);
    return matcher.matches() && matcher.group(1).length() <= NAME_MAX
        ? Optional.of(matcher.group(1))
        : Optional.empty();
  }

  /**
   * The key that a variable sets: {@code TEAMFLOW_OIDC_ACME_ISSUER} is {@code oidc.acme.issuer}.
   */
  static Optional<String> keyOf(String variable) {
    Matcher matcher = VARIABLE.matcher(variable);
    return matcher.matches()
        ? Optional.of("oidc." + dashed(matcher.group(1)) + "." + dashed(matcher.group(2)))
            .filter(OidcFamily::has)
        : Optional.empty();
  }

  private static String dashed(String part) {
    return part.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Every provider that is named, as far as it is complete; what is missing becomes an error. */
  static List<OidcClient> clients(Settings settings) {
    TreeSet<String> names = new TreeSet<>();
    settings.values().keySet().forEach(key -> nameIn(key).ifPresent(names::add));
    return names.stream().flatMap(name -> client(settings, name).stream()).toList();
  }

  private static Optional<OidcClient> client(Settings settings, String name) {
    Optional<URI> issuer = issuer(settings, name);
    Optional<String> id = required(settings, name, "client-id");
    Optional<String> secret = required(settings, name, "client-secret");
    return issuer.flatMap(uri -> id.flatMap(i -> secret.map(s -> new OidcClient(name, uri, i, s))));
  }

  private static Optional<String> required(Settings settings, String name, String member) {
    String key = "oidc." + name + "." + member;
    String text = Objects.requireNonNullElse(settings.values().get(key), "");
    if (text.isEmpty()) {
      settings.error(
          Settings.variable(key) + " is missing: the provider " + name + " cannot be used");
    }
    return Optional.of(text).filter(t -> !t.isEmpty());
  }

  private static Optional<URI> issuer(Settings settings, String name) {
    String key = "oidc." + name + ".issuer";
    Optional<String> text =
        name.equals("google") && !settings.values().containsKey(key)
            ? Optional.of(GOOGLE)
            : required(settings, name, "issuer");
    Optional<URI> issuer = text.flatMap(Settings::uri).filter(OidcFamily::isSafe);
    if (text.isPresent() && issuer.isEmpty()) {
      settings.error(
          Settings.variable(key)
              + " must be the https address that the provider calls itself, without ? and #;"
              + " http is for this machine alone");
    }
    return issuer;
  }

  private static boolean isSafe(URI issuer) {
    return issuer.getHost() != null
        && issuer.getUserInfo() == null
        && issuer.getQuery() == null
        && issuer.getFragment() == null
        && ("https".equals(issuer.getScheme())
            || ("http".equals(issuer.getScheme()) && isLoopback(issuer.getHost())));
  }

  /** By its letters: no name is looked up. */
  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }
}
