package io.teamflow.cluster.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An operation of the HTTP contract.
 *
 * @param path the template, such as {@code /api/v1/tasks/{id}}
 * @param tag its group; {@code auth} and {@code me} are about the account
 * @param scope what a program's token needs; {@code session} where none is enough, empty where
 *     everybody may call
 * @param members the members of its request body; empty where it takes none
 * @param query the names of its query parameters
 * @param headers the names of its header parameters
 */
record Operation(
    String id,
    String method,
    String path,
    String tag,
    String scope,
    Set<String> members,
    Set<String> query,
    Set<String> headers) {

  /** Every operation, in the order of the contract. */
  static List<Operation> all() throws IOException {
    Contract contract = Contract.read("openapi.yaml");
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : contract.at("/paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        operations.add(of(contract, path.getKey(), method.getKey(), method.getValue()));
      }
    }
    return operations;
  }

  private static Operation of(Contract contract, String path, String method, JsonNode operation) {
    Set<String> members = new TreeSet<>();
    if (operation.has("requestBody")) {
      String body = operation.at("/requestBody/$ref").textValue().substring(1);
      String schema = contract.at(body).findPath("$ref").textValue().substring(1);
      contract.at(schema + "/properties").fieldNames().forEachRemaining(members::add);
    }
    return new Operation(
        operation.get("operationId").textValue(),
        method.toUpperCase(Locale.ROOT),
        path,
        operation.at("/tags/0").textValue(),
        operation.path("x-scope").asText(),
        members,
        parameters(contract, operation, "query"),
        parameters(contract, operation, "header"));
  }

  private static Set<String> parameters(Contract contract, JsonNode operation, String in) {
    Set<String> names = new TreeSet<>();
    for (JsonNode parameter : operation.path("parameters")) {
      JsonNode named =
          parameter.has("$ref")
              ? contract.at(parameter.get("$ref").textValue().substring(1))
              : parameter;
      if (named.get("in").textValue().equals(in)) {
        names.add(named.get("name").textValue());
      }
    }
    return names;
  }

  /** Whether it is about the account of whoever calls, and attacked in AccountAttackTest. */
  boolean isOfAccount() {
    return tag.equals("auth") || tag.equals("me");
  }

  /** What its first id is an id of, such as {@code task}; empty when it has none. */
  String kind() {
    int id = path.indexOf("/{id}");
    String before = path.substring(0, Math.max(id, 0));
    return before.substring(before.lastIndexOf('/') + 1).replaceFirst("s$", "");
  }

  @Override
  public String toString() {
    return id;
  }
}
