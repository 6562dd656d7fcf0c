package io.teamflow.cluster.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One of the contracts in {@code conf}, as something that JSON can be held against. */
final class Contract {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private final ObjectNode document;

  /** By what they were made of: a pointer, or their text. */
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  private final Map<String, Pattern> paths = new ConcurrentHashMap<>();

  private Contract(ObjectNode document) {
    this.document = document;
  }

  static Contract read(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            Contract.class.getClassLoader().getResourceAsStream("conf/" + name))) {
      return new Contract((ObjectNode) new YAMLMapper().readTree(in));
    }
  }

  /** What is wrong with the JSON by the schema at a pointer; empty when nothing is. */
  List<String> errors(String pointer, String json) {
    return schemas
        .computeIfAbsent(
            pointer,
            _ ->
                REGISTRY.getSchema(
                    document.deepCopy().put("$ref", "#" + pointer).toString(), InputFormat.JSON))
        .validate(json, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  /** What is wrong with the JSON by a schema, which may stand elsewhere. */
  List<String> errors(JsonNode schema, String json) {
    return schema.has("$ref")
        ? errors(schema.get("$ref").textValue().substring(1), json)
        : schemas
            .computeIfAbsent(schema.toString(), text -> REGISTRY.getSchema(text, InputFormat.JSON))
            .validate(json, InputFormat.JSON)
            .stream()
            .map(Object::toString)
            .toList();
  }

  JsonNode at(String pointer) {
    return document.at(pointer);
  }

  /** What stands at a pointer or, when that is a reference, where it points. */
  JsonNode resolved(String pointer) {
    JsonNode node = at(pointer);
    return node.has("$ref") ? resolved(node.get("$ref").textValue().substring(1)) : node;
  }

  /** The pointer to the operation that a request is meant for; of two paths the plainer one. */
  Optional<String> operation(String method, String path) {
    return document.get("paths").properties().stream()
        .filter(entry -> entry.getValue().has(method.toLowerCase(Locale.ROOT)))
        .map(Map.Entry::getKey)
        .filter(template -> pattern(template).matcher(path).matches())
        .min(Comparator.comparingLong(template -> template.chars().filter(c -> c == '{').count()))
        .map(
            template ->
                "/paths/" + template.replace("/", "~1") + "/" + method.toLowerCase(Locale.ROOT));
  }

  private Pattern pattern(String template) {
    return paths.computeIfAbsent(
        template, _ -> Pattern.compile(template.replaceAll("\\{\\w+}", "[^/]+")));
  }

  /** The ids of every operation of the HTTP contract. */
  Set<String> operations() {
    return document.get("paths").properties().stream()
        .flatMap(path -> path.getValue().properties().stream())
        .map(operation -> operation.getValue().get("operationId").textValue())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
