package io.teamflow.codecs.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalog knows every message of the module, found by looking at its compiled classes. */
class CatalogTest {

  @Test
  void everyMessageHasALogicalNameOfItsOwn() throws Exception {
    Map<String, Class<?>> byName = new HashMap<>();
    for (Class<?> message : messageClasses()) {
      WireName name = message.getAnnotation(WireName.class);
      assertNotNull(name, message + " carries no @WireName");
      assertTrue(name.value().matches("[a-z]+([.-][a-z]+)*"), name.value() + " is no logical name");
      assertEquals(null, byName.put(name.value(), message), name.value() + " is used twice");
    }
    assertEquals(byName, Catalog.messages(), "a message is not behind any address of the catalog");
  }

  @Test
  void everyAddressIsNamedOnce() {
    List<String> names = Catalog.addresses().stream().<String>map(Address::name).toList();
    assertTrue(names.size() >= 20, "the catalog is empty");
    assertEquals(names.stream().distinct().toList(), names);
  }

  private static List<Class<?>> messageClasses() throws Exception {
    Path classes =
        Path.of(Catalog.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes)) {
      List<Class<?>> messages =
          files
              .map(file -> classes.relativize(file).toString())
              .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
              .<Class<?>>map(file -> load(file.replace('/', '.').replaceAll("\\.class$", "")))
              .filter(type -> Message.class.isAssignableFrom(type) && !type.isInterface())
              .filter(type -> type != UnknownMessage.class)
              .toList();
      assertTrue(messages.size() >= 30, "only " + messages + " found in " + classes);
      return messages;
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, CatalogTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
