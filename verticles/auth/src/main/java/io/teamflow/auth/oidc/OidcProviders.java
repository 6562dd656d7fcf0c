package io.teamflow.auth.oidc;

import io.teamflow.codecs.bus.Failure;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The OpenID providers of this installation, by name. For use from one context. */
public final class OidcProviders {
  private final Map<String, OidcProvider> byName;

  public OidcProviders(Vertx vertx, OidcSettings settings) {
    OidcHttp http = new OidcHttp(vertx);
    byName =
        settings.clients().stream()
            .map(client -> new OidcProvider(client, settings.publicUrl(), http))
            .collect(Collectors.toUnmodifiableMap(OidcProvider::name, Function.identity()));
  }

  /**
   * The provider of that name.
   *
   * @throws Failure NOT_FOUND
   */
  public OidcProvider named(String name) {
    @Nullable OidcProvider provider = byName.get(name);
    if (provider == null) {
      throw Failure.notFound("provider");
    }
    return provider;
  }

  /** Who they are. */
  public String[] issuers() {
    return byName.values().stream().map(OidcProvider::issuer).toArray(String[]::new);
  }
}
