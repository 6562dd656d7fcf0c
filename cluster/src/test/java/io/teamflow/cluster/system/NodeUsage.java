package io.teamflow.cluster.system;

import io.teamflow.driver.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node uses of the machine. */
final class NodeUsage {
  /** A state of proc(5), and the inode of what the process has closed. */
  private static final String LISTENS = "0A";

  private static final String ABANDONED = "0";

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern HEAP = value("jvm_memory_used_bytes\\{area=\"heap\"[^}]*}");
  private static final Pattern DIRECT = value("jvm_buffer_memory_used_bytes\\{id=\"direct\"[^}]*}");

  private final NodeProcess node;

  NodeUsage(NodeProcess node) {
    this.node = node;
  }

  /** Bytes of live objects, and of buffers outside of the heap. */
  long memory() throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(List.of(jcmd, Long.toString(node.pid()), "GC.run"))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    URI metrics = node.management().resolve("/metrics");
    String told =
        HTTP.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
    return sum(HEAP, told) + sum(DIRECT, told);
  }

  /** The connections of clients that the node has not closed. */
  long sockets() throws IOException {
    String port = ":%04X".formatted(node.uri().getPort());
    long count = 0;
    for (String table : List.of("tcp", "tcp6")) {
      count +=
          Files.readAllLines(Path.of("/proc/" + node.pid() + "/net/" + table)).stream()
              .map(line -> line.strip().split("\\s+"))
              .filter(socket -> socket[1].endsWith(port) && !LISTENS.equals(socket[3]))
              .filter(socket -> !ABANDONED.equals(socket[9]))
              .count();
    }
    return count;
  }

  private static Pattern value(String name) {
    return Pattern.compile("^" + name + " ([0-9.E+]+)$", Pattern.MULTILINE);
  }

  private static long sum(Pattern metric, String told) {
    Matcher matcher = metric.matcher(told);
    double sum = 0;
    boolean found = false;
    while (matcher.find()) {
      sum += Double.parseDouble(matcher.group(1));
      found = true;
    }
    if (!found) {
      throw new IllegalStateException("no " + metric + " in\n" + told);
    }
    return (long) sum;
  }
}
