package io.teamflow.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What processes have used of the processors, from {@code /proc}; user and system time together.
 */
public final class ProcessCpu {
  /** Linux tells user space in hundredths of a second, whatever its own clock (proc(5)). */
  private static final double TICKS_PER_SECOND = 100;

  /** Fields of {@code /proc/<pid>/stat} behind the name of the program. */
  private static final int PARENT = 1;

  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private ProcessCpu() {}

  /** Seconds of one process with all its threads. */
  public static double seconds(long pid) {
    String[] stat = stat(pid);
    return (Long.parseLong(stat[USER]) + Long.parseLong(stat[SYSTEM])) / TICKS_PER_SECOND;
  }

  /** Seconds of a process, its children that run and those that have ended. */
  public static double secondsOfTree(long pid) {
    String[] stat = stat(pid);
    double ended =
        (Long.parseLong(stat[CHILDREN_USER]) + Long.parseLong(stat[CHILDREN_SYSTEM]))
            / TICKS_PER_SECOND;
    double living =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::children)
            .mapToDouble(child -> secondsOrZero(child.pid(), pid))
            .sum();
    return seconds(pid) + ended + living;
  }

  /** A child may end between being listed and being read; its parent counts it from then on. */
  private static double secondsOrZero(long pid, long parent) {
    try {
      return Long.parseLong(stat(pid)[PARENT]) == parent ? seconds(pid) : 0;
    } catch (UncheckedIOException _) {
      return 0;
    }
  }

  private static String[] stat(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return line.substring(line.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      throw new UncheckedIOException("The processor time of " + pid + " cannot be read", e);
    }
  }
}
