package io.teamflow.cluster.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Machines for nodes, as far as the network can tell: namespaces, with a leg each in two networks.
 * Inside, they reach each other and this JVM's machine, and packets can be dropped; outside, this
 * JVM always reaches them. Nothing has a name that outlives this JVM: a namespace belongs to a
 * process that the kernel kills with it, and interfaces go with their namespaces.
 */
final class Network implements AutoCloseable {
  /** Instead of the number of a machine: the one of this JVM. */
  static final int HERE = 126;

  private static final String NOBODY = "02:00:00:00:00:99";
  private static final int OUTSIDE = 128;
  private static final int SUBNETS = 250;
  private static final long COMMAND_SECONDS = 10;

  private final List<Process> machines = new ArrayList<>();
  private final Set<Way> dropped = new LinkedHashSet<>();
  private final int subnet;

  /** From one machine to another. */
  private record Way(int from, int to) {}

  /**
   * Lays the cables.
   *
   * @param count machines, numbered from 1
   */
  Network(int count) throws IOException {
    machines.add(machine()); // the switches
    subnet = plugIn();
    in(
        0,
        """
        link add inside type bridge
        link add outside type bridge
        link set inside up
        link set outside up
        link set here-in master inside up
        link set here-out master outside up
        """);
    for (int i = 1; i <= count; i++) {
      machines.add(machine());
      in(
          0,
          """
          link add in%1$d type veth peer name inside netns %2$d
          link add out%1$d type veth peer name outside netns %2$d
          link set in%1$d master inside up
          link set out%1$d master outside up
          """
              .formatted(i, machines.get(i).pid()));
      in(
          i,
          """
          addr add %s/25 dev inside
          addr add %s/25 dev outside
          link set lo up
          link set inside up
          link set outside up
          """
              .formatted(inside(i), outside(i)));
    }
  }

  /** Why there cannot be one here, if so: it needs root on a Linux that has its usual tools. */
  static Optional<String> lacking() {
    List<String> probe =
        List.of("unshare", "-n", "setpriv", "--pdeathsig", "KILL", "ip", "-b", "-");
    try {
      run(probe, "link add one type veth peer name two\nlink add both type bridge\n");
      return Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  /** A namespace; it is there when its process has said so. */
  private static Process machine() throws IOException {
    Process process =
        new ProcessBuilder(
                Stream.of(
                        "unshare -n setpriv --pdeathsig KILL sh -c".split(" "),
                        new String[] {"echo up; exec sleep infinity"})
                    .flatMap(Stream::of)
                    .toList())
            .start();
    if (!"up".equals(process.inputReader().readLine())) {
      throw new IOException("There is no namespace");
    }
    return process;
  }

  /** Takes the first subnet that is free here: two interfaces cannot have the same name. */
  private int plugIn() throws IOException {
    for (int s = 1; s <= SUBNETS; s++) {
      long switches = machines.getFirst().pid();
      try {
        run(
            List.of("ip", "-b", "-"),
            "link add %s type veth peer name here-in netns %d".formatted(own(s, "in"), switches));
      } catch (IOException _) {
        continue; // somebody else's
      }
      run(
          List.of("ip", "-b", "-"),
          """
          link add %2$s type veth peer name here-out netns %3$d
          addr add 10.77.%4$d.%5$d/25 dev %1$s
          addr add 10.77.%4$d.%6$d/25 dev %2$s
          link set %1$s up
          link set %2$s up
          """
              .formatted(own(s, "in"), own(s, "out"), switches, s, HERE, OUTSIDE + HERE));
      return s;
    }
    throw new IOException("No subnet is free");
  }

  private static String own(int subnet, String side) {
    return "teamflow" + subnet + side;
  }

  /** Where nodes and PostgreSQL meet. */
  String inside(int machine) {
    return "10.77." + subnet + "." + machine;
  }

  /** Where clients come. */
  String outside(int machine) {
    return "10.77." + subnet + "." + (OUTSIDE + machine);
  }

  /** What runs a command on a machine, in its own place. */
  List<String> on(int machine) {
    return List.of(
        "nsenter", "--net", "--target", Long.toString(machines.get(machine).pid()), "--");
  }

  /** From now on nothing arrives inside from some machines at others; nobody is told. */
  void drop(List<Integer> from, List<Integer> to) throws IOException {
    for (int source : from) {
      for (int target : to) {
        neighbour(source, "replace " + inside(target) + " lladdr " + NOBODY + " nud permanent");
        dropped.add(new Way(source, target));
      }
    }
  }

  /** Everything that was dropped arrives again. */
  void heal() throws IOException {
    for (Way way : dropped) {
      neighbour(way.from, "del " + inside(way.to));
    }
    dropped.clear();
  }

  private void neighbour(int machine, String change) throws IOException {
    String device = machine == HERE ? own(subnet, "in") : "inside";
    in(machine, "neigh " + change + " dev " + device);
  }

  private void in(int machine, String commands) throws IOException {
    List<String> command = new ArrayList<>(machine == HERE ? List.of() : on(machine));
    command.addAll(List.of("ip", "-b", "-"));
    run(command, commands);
  }

  private static void run(List<String> command, String input) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var to = process.outputWriter(StandardCharsets.UTF_8)) {
      to.write(input);
    }
    StringBuilder said = new StringBuilder();
    try (BufferedReader from = process.inputReader()) {
      from.lines().forEach(line -> said.append(line).append(' '));
    }
    try {
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " said " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Ends the machines; whatever runs there must have ended before. */
  @Override
  public void close() throws IOException {
    run(
        List.of("ip", "-b", "-"),
        "link del %s\nlink del %s\n".formatted(own(subnet, "in"), own(subnet, "out")));
    machines.forEach(Process::destroyForcibly);
  }
}
