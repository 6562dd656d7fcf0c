package io.teamflow.cluster.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** One of the contracts in {@code conf}, as something that JSON can be held against. */
final class Contract {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final ObjectNode document;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

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

  JsonNode at(String pointer) {
    return document.at(pointer);
  }

  /** The ids of every operation of the HTTP contract. */
  Set<String> operations() {
    return document.get("paths").properties().stream()
        .flatMap(path -> path.getValue().properties().stream())
        .map(operation -> operation.getValue().get("operationId").textValue())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
