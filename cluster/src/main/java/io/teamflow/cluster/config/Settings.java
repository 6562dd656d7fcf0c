package io.teamflow.cluster.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings as text: defaults from {@code conf/teamflow.yaml} on the class path, over them the
 * file that {@code TEAMFLOW_CONFIG} names, over it the environment. Collects errors, so that all
 * are told at once.
 */
final class Settings {
  private static final String PREFIX = "TEAMFLOW_";
  private static final String FILE_VARIABLE = PREFIX + "CONFIG";

  private final Map<String, String> values;
  private final Set<String> explicit = new HashSet<>();
  private final List<String> errors = new ArrayList<>();

  private Settings(Map<String, String> defaults) {
    this.values = new TreeMap<>(defaults);
  }

  static Settings read(Map<String, String> environment) {
    Settings settings = new Settings(defaults());
    String file = environment.get(FILE_VARIABLE);
    if (file != null) {
      settings.addFile(Path.of(file));
    }
    settings.addEnvironment(environment);
    return settings;
  }

  /** The name of the variable of a setting: {@code http.port} is {@code TEAMFLOW_HTTP_PORT}. */
  static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  static Map<String, String> defaults() {
    try (InputStream in =
        Objects.requireNonNull(
            Settings.class.getClassLoader().getResourceAsStream("conf/teamflow.yaml"))) {
      return flatten(new YAMLMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addFile(Path file) {
    try {
      flatten(new YAMLMapper().readTree(Files.readString(file)))
          .forEach((key, value) -> set(key, value, file + ": " + key, values.keySet()));
    } catch (IOException e) {
      errors.add(file + " (" + FILE_VARIABLE + ") cannot be read: " + e.getMessage());
    }
  }

  private void addEnvironment(Map<String, String> environment) {
    Map<String, String> keys = new TreeMap<>();
    values.keySet().forEach(key -> keys.put(variable(key), key));
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (!name.startsWith(PREFIX) || name.equals(FILE_VARIABLE)) {
                return;
              }
              String plain = name.endsWith("_FILE") ? name.substring(0, name.length() - 5) : name;
              Optional<String> key = keyOf(name, keys);
              Optional<String> fileKey = keyOf(plain, keys);
              if (key.isPresent()) {
                set(key.get(), value, name, keys.values());
              } else if (fileKey.isPresent()) {
                addSecret(fileKey.get(), name, Path.of(value));
              } else {
                unknown(name, name, keys.keySet());
              }
            });
  }

  private static Optional<String> keyOf(String variable, Map<String, String> keys) {
    return Optional.ofNullable(keys.get(variable)).or(() -> OidcFamily.keyOf(variable));
  }

  private void unknown(String source, String name, Collection<String> known) {
    boolean oidc = name.startsWith(PREFIX + "OIDC_") || name.startsWith("oidc.");
    errors.add(
        source
            + " is no setting; "
            + (oidc ? OidcFamily.RULE : "the nearest is " + nearest(name, known)));
  }

  private void addSecret(String key, String name, Path file) {
    try {
      set(key, Files.readString(file).strip(), name, values.keySet());
    } catch (IOException e) {
      errors.add(name + ": " + file + " cannot be read: " + e.getMessage());
    }
  }

  private void set(String key, String value, String source, Collection<String> known) {
    if (values.containsKey(key) || OidcFamily.has(key)) {
      values.put(key, value);
      explicit.add(key);
    } else {
      unknown(source, key, known);
    }
  }

  /** Whether somebody set it, rather than leaving the default. */
  boolean isExplicit(String key) {
    return explicit.contains(key);
  }

  String text(String key) {
    return Objects.requireNonNull(values.get(key), key);
  }

  List<String> list(String key) {
    return Arrays.stream(text(key).split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  boolean flag(String key) {
    return switch (text(key)) {
      case "true" -> true;
      case "false" -> false;
      default -> {
        errors.add(variable(key) + " must be true or false, is " + text(key));
        yield false;
      }
    };
  }

  int number(String key, int min, int max) {
    try {
      int number = Integer.parseInt(text(key));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    errors.add(variable(key) + " must be " + min + " to " + max + ", is " + text(key));
    return min;
  }

  void error(String error) {
    errors.add(error);
  }

  List<String> errors() {
    return List.copyOf(errors);
  }

  /** An absolute URI, if it is one. */
  static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text)).filter(URI::isAbsolute);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  Map<String, String> values() {
    return Map.copyOf(values);
  }

  private static Map<String, String> flatten(JsonNode root) {
    Map<String, String> flat = new TreeMap<>();
    flatten("", root, flat);
    return flat;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> flat) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              member ->
                  flatten(
                      prefix.isEmpty() ? member.getKey() : prefix + "." + member.getKey(),
                      member.getValue(),
                      flat));
    } else if (!prefix.isEmpty()) {
      flat.put(prefix, node.isNull() ? "" : node.asText());
    }
  }

  private static String nearest(String name, Collection<String> known) {
    return known.stream().min(Comparator.comparingInt(other -> distance(name, other))).orElse("");
  }

  /** The Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + change);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
