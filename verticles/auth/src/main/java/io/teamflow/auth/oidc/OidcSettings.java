package io.teamflow.auth.oidc;

import java.net.URI;
import java.util.List;

/**
 * The OpenID providers that people may sign in at.
 *
 * @param publicUrl where browsers reach this installation; providers send them back there
 * @param opensAccounts whether somebody new gets an account
 */
public record OidcSettings(URI publicUrl, List<OidcClient> clients, boolean opensAccounts) {
  public OidcSettings {
    clients = List.copyOf(clients);
  }
}
