package io.teamflow.bench.measure;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes that live in the heap of another JVM: what is used after its garbage was collected. */
public final class HeapMemory {
  /** A line of {@code GC.heap_info} for each generation, or for all of them (G1). */
  private static final Pattern USED = Pattern.compile("total .*used (\\d+)K");

  private HeapMemory() {}

  public static long used(long pid) throws IOException, InterruptedException {
    Jcmd.run(pid, "GC.run");
    String said = Jcmd.run(pid, "GC.heap_info");
    long kib = 0;
    for (String line : said.lines().toList()) {
      Matcher matcher = USED.matcher(line);
      kib += matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
    if (kib == 0) {
      throw new IOException("The heap of " + pid + " cannot be read: " + said);
    }
    return kib * 1024;
  }
}
