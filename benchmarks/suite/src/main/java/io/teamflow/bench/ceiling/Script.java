package io.teamflow.bench.ceiling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script of pgbench that runs an overheard transaction again and again, in one round trip as the
 * node does. Values that have to differ become expressions, all others stay as they were.
 */
public final class Script {
  private static final Pattern PLACE = Pattern.compile("\\$(\\d+)");

  private final Overheard overheard;
  private final Map<String, String> expressions = new LinkedHashMap<>();
  private final StringBuilder once = new StringBuilder();
  private int fresh;

  public Script(Overheard overheard) {
    this.overheard = overheard;
  }

  /** In place of an id, an id that was never used; growing, like those that the node makes. */
  public Script fresh(String id) {
    fresh++;
    expressions.put(id, "lpad(to_hex(:n::bigint), 32, '" + Integer.toHexString(fresh) + "')::uuid");
    return this;
  }

  /** In place of an id, one of these; each client has its own as long as there are enough. */
  public Script oneOf(String id, String name, List<UUID> choices) {
    String all = String.join(",", choices.stream().map(UUID::toString).toList());
    once.append(
        "SELECT ('{%s}'::uuid[])[1 + :client_id %% %d] AS %s \\gset\n"
            .formatted(all, choices.size(), name));
    expressions.put(id, ":" + name + "::uuid");
    return this;
  }

  /**
   * In place of a version, the one that the task of {@link #oneOf} has, growing with each write.
   */
  public Script version(String version, String task) {
    once.append("SELECT version FROM task WHERE id = :%s::uuid \\gset\n".formatted(task));
    expressions.put(version, ":version");
    return this;
  }

  /** In place of a text, one that differs each time. */
  public Script differing(String text) {
    expressions.put(
        text, "'" + text.substring(0, text.length() - 6) + "' || (:n::bigint % 1000000)::text");
    return this;
  }

  /** The text of the script; {@code base}, {@code n} and {@code ready} are to be defined. */
  String text() {
    StringBuilder script = new StringBuilder("\\if :ready = 0\n").append(once);
    script.append("\\set n :base + :client_id * 20000000\n\\set ready 1\n\\endif\n");
    script.append("\\set n :n + 1\n\\startpipeline\n");
    for (Executed statement : overheard.transaction()) {
      script.append(filled(statement)).append(";\n");
    }
    script.append("\\endpipeline\n");
    if (expressions.containsValue(":version")) {
      script.append("\\set version :version + 1\n");
    }
    return script.toString();
  }

  private String filled(Executed statement) {
    Matcher places = PLACE.matcher(statement.sql());
    StringBuilder sql = new StringBuilder();
    while (places.find()) {
      int index = Integer.parseInt(places.group(1)) - 1;
      places.appendReplacement(
          sql, Matcher.quoteReplacement(value(statement.parameters().get(index))));
    }
    return places.appendTail(sql).toString();
  }

  private String value(Optional<String> parameter) {
    if (parameter.isEmpty()) {
      return "NULL";
    }
    String text = parameter.get();
    String expression = expressions.get(text);
    if (expression != null) {
      return "(" + expression + ")";
    }
    if (text.startsWith("{") && text.endsWith("}")) {
      String inner = text.substring(1, text.length() - 1);
      String element = expressions.get(inner);
      if (element != null) {
        return "ARRAY[" + element + "]";
      }
    }
    return "'" + text.replace("'", "''") + "'";
  }
}
