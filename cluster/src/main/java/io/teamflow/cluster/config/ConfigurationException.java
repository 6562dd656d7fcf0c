package io.teamflow.cluster.config;

import java.util.List;

/** What is wrong with the configuration, in sentences for whoever starts the node. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String error) {
    super(error);
  }

  ConfigurationException(List<String> errors) {
    super(String.join(System.lineSeparator(), errors));
  }
}
