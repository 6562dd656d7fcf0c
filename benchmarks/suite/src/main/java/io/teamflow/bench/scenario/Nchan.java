package io.teamflow.bench.scenario;

import io.teamflow.bench.load.Recorded;
import io.teamflow.bench.load.Request;
import io.teamflow.bench.load.ServerProcess;
import io.teamflow.bench.socket.NchanDialect;
import io.teamflow.driver.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Nchan on nginx, from Debian's packages. One process, as the other peers are, without a master:
 * when it is killed nothing goes on. It keeps no message.
 */
final class Nchan {
  static final String HOW_TO_GET =
      "needs nginx with Nchan, on Debian: apt-get install nginx libnginx-mod-nchan";

  private static final Path NGINX = Path.of("/usr/sbin/nginx");
  private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Nchan() {}

  static boolean installed() {
    return Files.isExecutable(NGINX) && Files.exists(MODULE);
  }

  /** Starts it; its folder is needed no more when it serves. */
  static ServerProcess start() throws IOException {
    Path folder = Files.createTempDirectory("teamflow-bench");
    int port = FreePorts.one();
    try {
      Files.writeString(folder.resolve("nginx.conf"), configuration(folder, port));
      ServerProcess server =
          ServerProcess.of(
              List.of(
                  "sh",
                  "-c",
                  "$2 -t -q -e stderr -p $3 -c $3/nginx.conf && echo ready $1"
                      + " && exec $2 -e stderr -p $3 -c $3/nginx.conf",
                  "nchan",
                  Integer.toString(port),
                  NGINX.toString(),
                  folder.toString()));
      awaitAnswer(server);
      return server;
    } finally {
      remove(folder);
    }
  }

  private static String configuration(Path folder, int port) {
    return """
        load_module %1$s;
        daemon off;
        master_process off;
        pid %2$s/nginx.pid;
        events { worker_connections 16384; }
        http {
          access_log off;
          client_body_temp_path %2$s;
          proxy_temp_path %2$s;
          fastcgi_temp_path %2$s;
          uwsgi_temp_path %2$s;
          scgi_temp_path %2$s;
          nchan_store_messages off;
          server {
            listen 127.0.0.1:%3$d backlog=4096;
            location = %4$s {
              nchan_subscriber websocket;
              nchan_deflate_message_for_websocket off;
              nchan_subscriber_first_message newest;
              nchan_channel_id room;
            }
            location = %5$s {
              nchan_publisher websocket;
              nchan_channel_id room;
            }
          }
        }
        """
        .formatted(MODULE, folder, port, NchanDialect.HEAR, NchanDialect.SAY);
  }

  /** The shell says that it is ready before it is, and nginx listens before it has its files. */
  private static void awaitAnswer(ServerProcess server) throws IOException {
    byte[] request = Request.of("GET", "/").bytes();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        Recorded.ask(server.uri(), request);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          server.close();
          throw new IOException("nginx does not answer", e);
        }
        pause(server);
      }
    }
  }

  private static void pause(ServerProcess server) throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.close();
      throw new IOException(e);
    }
  }

  private static void remove(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
