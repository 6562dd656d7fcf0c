package io.teamflow.bench.ceiling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements in a log of PostgreSQL that was told to log every duration. */
final class ServerLog {
  private static final Pattern ENTRY =
      Pattern.compile(
          "^\\d{4}-\\d\\d-\\d\\d [0-9:.]+ \\S+ \\[(\\d+)] ([A-Z]+):  (.*)", Pattern.DOTALL);
  private static final Pattern EXECUTED =
      Pattern.compile("^duration: [0-9.]+ ms  (?:execute [^:]*|statement): (.*)", Pattern.DOTALL);
  private static final Pattern PARAMETER =
      Pattern.compile("\\$\\d+ = (?:(NULL)|'((?:[^']|'')*)')", Pattern.DOTALL);

  private ServerLog() {}

  /** In the order of their ends. */
  static List<Executed> parse(String log) {
    List<Executed> statements = new ArrayList<>();
    for (String entry : log.split("\n(?!\t)", -1)) {
      Matcher matcher = ENTRY.matcher(entry);
      if (matcher.matches()) {
        long pid = Long.parseLong(matcher.group(1));
        String text = matcher.group(3).replace("\n\t", "\n");
        Matcher executed = EXECUTED.matcher(text);
        if (matcher.group(2).equals("LOG") && executed.matches()) {
          statements.add(new Executed(pid, executed.group(1).strip(), List.of()));
        } else if (matcher.group(2).equals("DETAIL") && !statements.isEmpty()) {
          Executed last = statements.removeLast();
          statements.add(
              last.pid() == pid && last.parameters().isEmpty()
                  ? new Executed(pid, last.sql(), parameters(text))
                  : last);
        }
      }
    }
    return statements;
  }

  /**
   * The transaction in which a value was written, from BEGIN to COMMIT, or the one statement that
   * was none. Empty while the log does not hold all of it: a server that begins to log in the midst
   * of a transaction leaves out how it began.
   */
  static List<Executed> transactionOf(String value, List<Executed> statements) {
    Optional<Executed> with = statements.stream().filter(one -> one.has(value)).findFirst();
    if (with.isEmpty()) {
      return List.of();
    }
    List<Executed> transaction = new ArrayList<>();
    boolean found = false;
    boolean begun = false;
    for (Executed statement : statements) {
      if (statement.pid() == with.get().pid()) {
        boolean begins = statement.sql().equals("BEGIN");
        if (begins && found) {
          break;
        }
        if (begins) {
          transaction.clear();
          begun = true;
        }
        transaction.add(statement);
        found = found || statement.equals(with.get());
        if (statement.sql().equals("COMMIT")) {
          if (found) {
            return begun ? transaction : List.of();
          }
          begun = false;
        }
      }
    }
    return begun ? List.of() : List.of(with.get());
  }

  private static List<Optional<String>> parameters(String detail) {
    List<Optional<String>> parameters = new ArrayList<>();
    Matcher matcher = PARAMETER.matcher(detail);
    while (matcher.find()) {
      parameters.add(
          matcher.group(1) != null
              ? Optional.empty()
              : Optional.of(matcher.group(2).replace("''", "'")));
    }
    return parameters;
  }
}
