package io.teamflow.bench;

import io.teamflow.bench.ceiling.PgBench;
import io.teamflow.bench.report.Repeat;
import io.teamflow.bench.report.Report;
import io.teamflow.bench.report.Table;
import io.teamflow.bench.seed.Seed;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The command line of the suite. Exits with 0, 1 when something failed, 64 when misused. */
public final class Main {
  private static final int FAILED = 1;
  private static final int MISUSED = 64;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err)
      throws InterruptedException {
    try {
      List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
      switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
        case "seed" -> seed(SeedOptions.parse(rest), out);
        case "bench" -> bench(rest, out, err);
        default -> throw new UsageException("Say seed or bench.");
      }
      return 0;
    } catch (UsageException e) {
      err.println(e.getMessage());
      return MISUSED;
    } catch (IOException e) {
      err.println(e.getMessage() == null ? e.toString() : e.getMessage());
      return FAILED;
    }
  }

  private static void bench(List<String> words, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    if (words.contains("--help")) {
      out.print(BenchOptions.HELP);
      return;
    }
    if (words.contains("--compare")) {
      compare(words, out);
      return;
    }
    BenchOptions options = BenchOptions.parse(words);
    new Bench(options, PgBench.find(System.getenv("PATH")), out, err).run();
  }

  private static void compare(List<String> words, PrintStream out) throws IOException {
    if (words.size() != 3 || !words.getFirst().equals("--compare")) {
      throw new UsageException("--compare takes the results.json of two runs, and nothing else.");
    }
    Repeat repeat =
        Repeat.of(Report.read(Path.of(words.get(1))), Report.read(Path.of(words.get(2))));
    out.println(Table.repeat(repeat));
    out.println(
        "%d of %d ratios are within %d %% of each other."
            .formatted(repeat.same(), repeat.ratios(), Repeat.SAME_PERCENT));
  }

  private static void seed(SeedOptions options, PrintStream out)
      throws IOException, InterruptedException {
    Seed.Planted planted = Seed.plant(options.uri(), options.number());
    out.println(
        planted.fresh()
            ? "Planted an organization with %d teams, %d projects, %d labels, %d tasks and %d messages."
                .formatted(
                    planted.teams(),
                    planted.projects(),
                    planted.labels(),
                    planted.tasks(),
                    planted.messages())
            : "The team of this seed is there already.");
    out.println("Sign in at " + options.uri() + " as");
    out.println("  e-mail   " + planted.email());
    out.println("  password " + Seed.PASSWORD);
  }
}
