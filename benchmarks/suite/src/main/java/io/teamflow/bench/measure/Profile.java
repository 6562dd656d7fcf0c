package io.teamflow.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** What the threads of a JVM were seen doing, sampled by JFR from outside. */
public final class Profile {
  /** No profile. */
  public static final Profile NONE = new Profile(0, null);

  private static final int SHOWN = 25;

  private final long pid;
  private final @Nullable Path file;

  private Profile(long pid, @Nullable Path file) {
    this.pid = pid;
    this.file = file;
  }

  /** Begins to sample. */
  public static Profile start(long pid) throws IOException, InterruptedException {
    Path file = Files.createTempFile("teamflow-bench", ".jfr");
    Jcmd.run(pid, "JFR.start", "name=bench", "settings=profile", "filename=" + file);
    return new Profile(pid, file);
  }

  /** Ends it: the methods on top and the frames of ours or of libraries they came from. */
  public List<String> stop() throws IOException, InterruptedException {
    if (file == null) {
      return List.of();
    }
    Jcmd.run(pid, "JFR.stop", "name=bench");
    Map<String, Integer> tops = new HashMap<>();
    Map<String, Integer> within = new HashMap<>();
    int samples = 0;
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        String type = event.getEventType().getName();
        if ((type.equals("jdk.ExecutionSample") || type.equals("jdk.NativeMethodSample"))
            && event.getStackTrace() != null
            && !event.getStackTrace().getFrames().isEmpty()
            && !isWaiting(event.getStackTrace().getFrames())) {
          samples++;
          List<RecordedFrame> frames = event.getStackTrace().getFrames();
          tops.merge(name(frames.getFirst()), 1, Integer::sum);
          Set<String> seen = new HashSet<>();
          for (RecordedFrame frame : frames) {
            seen.add(name(frame));
          }
          seen.forEach(name -> within.merge(name, 1, Integer::sum));
        }
      }
    }
    Files.delete(file);
    List<String> lines = new ArrayList<>();
    lines.add(samples + " samples. On top:");
    lines.addAll(most(tops, samples));
    lines.add("Within:");
    lines.addAll(most(within, samples));
    return lines;
  }

  private static boolean isWaiting(List<RecordedFrame> frames) {
    String top = name(frames.getFirst());
    return top.contains("epollWait")
        || top.contains("EPoll.wait")
        || top.contains("accept")
        || top.contains("park");
  }

  private static List<String> most(Map<String, Integer> counts, int samples) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(SHOWN)
        .map(one -> "  %4.1f %%  %s".formatted(100.0 * one.getValue() / samples, one.getKey()))
        .toList();
  }

  private static String name(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type + "." + frame.getMethod().getName();
  }
}
