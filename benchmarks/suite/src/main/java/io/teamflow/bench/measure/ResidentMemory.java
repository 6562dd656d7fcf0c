package io.teamflow.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Bytes of a process that are in memory, from {@code /proc}, after it has given back what it does
 * not need: garbage is collected some times, with a pause for what is closed later.
 */
public final class ResidentMemory {
  private static final int COLLECTIONS = 3;
  private static final long PAUSE_MS = 300;
  private static final String FIELD = "VmRSS:";

  private ResidentMemory() {}

  /** Of a JVM, whose free native memory is given back too. */
  public static long ofJvm(long pid) throws IOException, InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      Jcmd.run(pid, "GC.run");
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }
    Jcmd.run(pid, "System.trim_native_heap");
    return bytes(pid);
  }

  /** Of a peer, which collects its garbage when it is sent SIGUSR2. */
  public static long ofPeer(long pid) throws IOException, InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      new ProcessBuilder("kill", "-USR2", Long.toString(pid)).start().waitFor();
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }
    return bytes(pid);
  }

  private static long bytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith(FIELD)) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("The memory of " + pid + " cannot be read");
  }
}
