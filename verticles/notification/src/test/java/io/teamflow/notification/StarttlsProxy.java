package io.teamflow.notification;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An SMTP server that insists on STARTTLS, before one that does not know it. */
final class StarttlsProxy {
  private static final String STORE_PASSWORD = "changeit";

  final List<String> heardInClear = new CopyOnWriteArrayList<>();
  private final Vertx vertx;
  private final PfxOptions certificate;
  private final int backend;

  StarttlsProxy(Vertx vertx, PfxOptions certificate, int backend) {
    this.vertx = vertx;
    this.certificate = certificate;
    this.backend = backend;
  }

  /** A fresh certificate of localhost, which vouches for itself. */
  static PfxOptions certificate(Path folder) throws Exception {
    Path store = folder.resolve("localhost.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD,
                "-alias",
                "localhost",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost")
            .inheritIO()
            .start();
    if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IllegalStateException("keytool made no certificate");
    }
    return new PfxOptions().setPath(store.toString()).setPassword(STORE_PASSWORD);
  }

  /** Starts, and returns the port. */
  int listen() throws Exception {
    NetServerOptions options = new NetServerOptions();
    options.setKeyCertOptions(certificate);
    return vertx
        .createNetServer(options)
        .connectHandler(this::greet)
        .listen(0, "127.0.0.1")
        .await(5, TimeUnit.SECONDS)
        .actualPort();
  }

  private void greet(NetSocket client) {
    client.write("220 proxy\r\n");
    client.handler(
        line -> {
          heardInClear.add(line.toString());
          if (line.toString().startsWith("STARTTLS")) {
            client.handler(null);
            client.pause(); // what it says in private waits for the backend
            client.upgradeToSsl(Buffer.buffer("220 go ahead\r\n")).onSuccess(_ -> connect(client));
          } else {
            client.write("250-proxy\r\n250 STARTTLS\r\n");
          }
        });
  }

  /** From here on the two speak to each other; the greeting was said already. */
  private void connect(NetSocket client) {
    vertx
        .createNetClient()
        .connect(backend, "127.0.0.1")
        .onSuccess(
            server ->
                server.handler(
                    greeting -> {
                      if (greeting.toString().endsWith("\n")) { // it comes in pieces
                        server.handler(client::write);
                        client.handler(server::write);
                        client.closeHandler(_ -> server.close());
                        client.resume();
                      }
                    }));
  }
}
