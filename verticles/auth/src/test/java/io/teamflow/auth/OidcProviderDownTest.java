package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.teamflow.auth.oidc.OidcClient;
import io.teamflow.auth.oidc.OidcSettings;
import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.BeginOidc;
import io.teamflow.codecs.auth.CompleteOidc;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.driver.ProviderProcess;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A provider that is away takes nothing with it but its own sign-in. */
class OidcProviderDownTest {
  private static final Map<String, ?> CLAIMS =
      Map.of("email", TestAuth.newEmail(), "email_verified", true);

  @Test
  void aNodeStartsWithoutTheProviderAndFindsItLater() throws Exception {
    ProviderProcess provider = ProviderProcess.start();
    int port = provider.port();
    provider.kill();
    OidcSettings settings =
        new OidcSettings(
            URI.create("http://127.0.0.1:8080"),
            List.of(
                new OidcClient("acme", ProviderProcess.issuer(port, "acme"), "teamflow", "secret")),
            true);

    TestAuth auth = TestAuth.start(settings);
    assertDown(auth);
    auth.login(auth.register());

    provider = ProviderProcess.start(port);
    OidcBrowser ada = OidcBrowser.begin(auth, "acme");
    ada.completed(ada.signIn(provider, "ada", CLAIMS));

    OidcBrowser again = OidcBrowser.begin(auth, "acme");
    CompleteOidc back = again.signIn(provider, "ada", CLAIMS);
    provider.kill();
    assertEquals(Code.UNAVAILABLE, again.refused(back).code());
    auth.login(auth.register());
    auth.close();
  }

  private static void assertDown(TestAuth auth) {
    assertEquals(
        Code.UNAVAILABLE,
        auth.refusal(AuthMessages.BEGIN_OIDC, TestAuth.ANYONE, new BeginOidc("acme", null)).code());
  }
}
