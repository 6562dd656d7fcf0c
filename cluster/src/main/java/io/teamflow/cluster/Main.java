package io.teamflow.cluster;

import io.teamflow.cluster.config.Configuration;
import io.teamflow.cluster.config.Configuration.LogFormat;
import io.teamflow.cluster.config.ConfigurationException;
import java.io.Console;
import java.io.PrintStream;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Starts a node, or answers one of the options of {@code ./teamflow}. */
public final class Main {
  /** What a wrong configuration exits with (EX_CONFIG of sysexits.h). */
  private static final int EXIT_CONFIGURATION = 78;

  private Main() {}

  /**
   * Runs until the process is told to end.
   *
   * @param args none, {@code --check-config}, {@code --print-config} or {@code --version}; the
   *     launcher's {@code --train} starts a node and stops it, for the JVM to learn from
   */
  public static void main(String[] args) {
    System.exit(run(args.length == 0 ? "" : args[0], System.getenv(), System.out, System.err));
  }

  private static int run(
      String option, Map<String, String> environment, PrintStream out, PrintStream err) {
    try {
      switch (option) {
        case "" -> serve(Configuration.read(environment));
        case "--train" -> {
          Configuration configuration = Configuration.read(environment);
          configureLogging(configuration);
          Node node = Node.start(configuration);
          node.rehearse();
          node.drain();
        }
        case "--check-config" -> {
          Configuration.read(environment);
          out.println("The configuration is valid.");
        }
        case "--print-config" -> out.println(Configuration.describe(environment));
        case "--version" -> out.println("TeamFlow " + version());
        default -> {
          err.println(option + " is not known. See ./teamflow help.");
          return 64;
        }
      }
      return 0;
    } catch (ConfigurationException e) {
      err.println(e.getMessage());
      return EXIT_CONFIGURATION;
    }
  }

  private static void serve(Configuration configuration) {
    configureLogging(configuration);
    Node node;
    try {
      node = Node.start(configuration);
    } catch (ConfigurationException e) {
      throw e;
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(Main.class).error("The node cannot start: {}", e.getMessage(), e);
      Runtime.getRuntime().halt(1); // what did start keeps other threads alive
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(node::drain, "drain"));
    try {
      Thread.currentThread().join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 answers null again where there is no terminal
  private static void configureLogging(Configuration configuration) {
    Console console = System.console();
    boolean json =
        switch (configuration.logFormat()) {
          case JSON -> true;
          case TEXT -> false;
          case AUTO -> console == null || !console.isTerminal();
        };
    System.setProperty("logback.configurationFile", "conf/logback.xml");
    System.setProperty(
        "teamflow.log.format",
        (json ? LogFormat.JSON : LogFormat.TEXT).name().toLowerCase(java.util.Locale.ROOT));
    System.setProperty("teamflow.log.level", configuration.logLevel());
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
