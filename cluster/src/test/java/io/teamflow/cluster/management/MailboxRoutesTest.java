package io.teamflow.cluster.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.teamflow.notification.MailSettings;
import io.teamflow.notification.MailboxFolder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mails hold tokens: a page must not have a browser of this machine read them for it. */
class MailboxRoutesTest {
  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    MailboxRoutes routes =
        new MailboxRoutes(
            new MailboxFolder(
                vertx,
                new MailSettings(Optional.empty(), "a@example.org", folder, "http://127.0.0.1")));
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> routes.answer(request, String.valueOf(request.path())))
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    client = vertx.createHttpClient();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "127.0.0.1, 200",
    "[::1], 200",
    "rebound.example.org, 403",
    "127.example.org, 403",
    "localhost.example.org, 403",
  })
  void mailsAreShownUnderTheNamesOfThisMachineOnly(String host, int status) throws Exception {
    int answered =
        client
            .request(
                new RequestOptions()
                    .setServer(SocketAddress.inetSocketAddress(server.actualPort(), "127.0.0.1"))
                    .setHost(host)
                    .setPort(9090)
                    .setURI("/dev/mailbox"))
            .compose(request -> request.send())
            .map(response -> response.statusCode())
            .await(10, TimeUnit.SECONDS);
    assertEquals(status, answered);
  }
}
