package io.teamflow.auth.oidc;

import java.net.URI;

/**
 * What this installation is to one OpenID provider.
 *
 * @param name what the provider is called in the configuration and in paths
 * @param issuer who it is; its metadata are found below (OpenID Connect Discovery 1.0)
 */
public record OidcClient(String name, URI issuer, String clientId, String clientSecret) {

  /** Without the secret. */
  @Override
  public String toString() {
    return "OidcClient[name=" + name + ", issuer=" + issuer + "]";
  }
}
