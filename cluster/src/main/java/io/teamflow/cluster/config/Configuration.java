package io.teamflow.cluster.config;

import io.teamflow.auth.oidc.OidcClient;
import io.teamflow.gateway.GatewaySettings;
import io.teamflow.gateway.GatewaySettings.Registration;
import io.teamflow.gateway.http.ClientAddress;
import io.teamflow.notification.MailSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The configuration of a node, valid as a whole. What each part means stands in {@code
 * conf/teamflow.yaml}.
 */
public record Configuration(
    String httpHost,
    Port httpPort,
    Optional<URI> publicUrl,
    Set<String> allowedOrigins,
    Mail mail,
    List<String> trustedProxies,
    String managementHost,
    Port managementPort,
    Path dataFolder,
    Optional<URI> databaseUri,
    Optional<URI> migrationUri,
    Optional<RedisOption> redis,
    Duration replay,
    JoinOption join,
    String clusterHost,
    int clusterPort,
    Optional<BusTls> busTls,
    Set<Part> parts,
    Path secretKeyFile,
    List<OidcClient> oidcClients,
    LogFormat logFormat,
    String logLevel,
    Registration registration,
    Limits limits) {

  private static final Pattern SMTP_URI =
      Pattern.compile("smtps?://([^@/]+@)?(?<host>[^@/:?]+)(:[0-9]{1,5})?/?(?<query>[?]tls=none)?");

  /** What a node may run. */
  public enum Part {
    AUTH,
    WORK,
    CHAT,
    NOTIFICATION,
    GATEWAY
  }

  /** How the log looks. */
  public enum LogFormat {
    TEXT,
    JSON,
    AUTO
  }

  /** How mails leave: by a server, or into a folder. */
  public record Mail(Optional<URI> smtp, String from) {}

  /** A Redis that nodes share, and how long one answer of it may take. */
  public record RedisOption(URI uri, Duration patience) {}

  /** Bounds for clients. */
  public record Limits(
      int bodyBytes,
      int frameBytes,
      int framesPerMinute,
      int subscriptions,
      int socketsPerUser,
      int socketsPerAddress,
      int heartbeatSeconds,
      int requestsPerMinute,
      int loginsPerMinute) {}

  /**
   * Reads the configuration.
   *
   * @param environment the variables of the process
   * @throws ConfigurationException with every error found
   */
  public static Configuration read(Map<String, String> environment) {
    Settings settings = Settings.read(environment);
    Configuration configuration = of(settings);
    if (!settings.errors().isEmpty()) {
      throw new ConfigurationException(settings.errors());
    }
    return configuration;
  }

  /** What is in force, a line each; what may hold a password is masked. */
  public static String describe(Map<String, String> environment) {
    return new TreeMap<>(Settings.read(environment).values())
        .entrySet().stream()
            .map(e -> e.getKey() + ": " + masked(e.getKey(), e.getValue()))
            .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String masked(String key, String value) {
    return key.endsWith("-secret") && !value.isEmpty()
        ? "***"
        : value.replaceAll("(?<=://).*(?=@)", "***");
  }

  private static Configuration of(Settings settings) {
    Path data = Path.of(settings.text("data.dir"));
    String keyFile = settings.text("secret.key-file");
    return new Configuration(
        settings.text("http.host"),
        port(settings, "http.port"),
        publicUrl(settings),
        Set.copyOf(settings.list("http.allowed-origins")),
        mail(settings),
        trustedProxies(settings),
        settings.text("management.host"),
        port(settings, "management.port"),
        data,
        postgresUri(settings, "database.uri"),
        postgresUri(settings, "database.migration-uri"),
        redis(settings),
        Duration.ofDays(settings.number("replay.days", 1, 3_650)),
        join(settings),
        clusterHost(settings),
        settings.number("cluster.port", 1, 65_525),
        busTls(settings),
        settings.list("node.verticles").stream()
            .flatMap(name -> choice(settings, "node.verticles", name, Part.values()).stream())
            .collect(Collectors.toUnmodifiableSet()),
        keyFile.isEmpty() ? data.resolve("secret.key") : Path.of(keyFile),
        OidcFamily.clients(settings),
        choice(settings, "log.format", settings.text("log.format"), LogFormat.values())
            .orElse(LogFormat.AUTO),
        settings.text("log.level"),
        choice(settings, "registration", settings.text("registration"), Registration.values())
            .orElse(Registration.CLOSED),
        limits(settings));
  }

  private static Limits limits(Settings settings) {
    return new Limits(
        settings.number("limits.body-bytes", 1_024, 67_108_864),
        settings.number("limits.frame-bytes", 1_024, 1_048_576),
        settings.number("limits.frames-per-minute", 1, 1_000_000),
        settings.number("limits.subscriptions", 1, 10_000),
        settings.number("limits.sockets-per-user", 1, 1_000_000),
        settings.number("limits.sockets-per-address", 1, 1_000_000),
        settings.number("limits.heartbeat-seconds", 5, 60),
        settings.number("limits.requests-per-minute", 1, 100_000_000),
        settings.number("limits.logins-per-minute", 1, 1_000_000));
  }

  /** What the gateway needs to know, on the port that was chosen. */
  public GatewaySettings gateway(int port) {
    return new GatewaySettings(
        httpHost,
        port,
        publicUrl(port),
        allowedOrigins,
        trustedProxies,
        limits.bodyBytes,
        limits.frameBytes,
        limits.framesPerMinute,
        limits.subscriptions,
        limits.socketsPerUser,
        limits.socketsPerAddress,
        limits.heartbeatSeconds,
        limits.requestsPerMinute,
        limits.loginsPerMinute,
        registration);
  }

  /** How mails leave, with links to the port that was chosen. */
  public MailSettings mail(int port) {
    return new MailSettings(
        mail.smtp, mail.from, dataFolder.resolve("mailbox"), publicUrl(port).toString());
  }

  private static Mail mail(Settings settings) {
    String server = settings.text("mail.smtp-uri");
    String from = settings.text("mail.from");
    boolean local = settings.flag("mail.allow-local-mailbox");
    if (server.isEmpty()) {
      if (!local && !isLoopback(settings.text("http.host"))) {
        settings.error(
            "TEAMFLOW_MAIL_SMTP_URI: who registers on another machine needs mails. Name a mail"
                + " server, or set TEAMFLOW_MAIL_ALLOW_LOCAL_MAILBOX=true to keep them here.");
      }
      return new Mail(Optional.empty(), from);
    }
    if (!settings.isExplicit("mail.from")) {
      settings.error("TEAMFLOW_MAIL_FROM must be set with TEAMFLOW_MAIL_SMTP_URI");
    }
    Matcher uri = SMTP_URI.matcher(server);
    if (!uri.matches()) {
      settings.error("TEAMFLOW_MAIL_SMTP_URI must look like smtp://user:password@host:587");
      return new Mail(Optional.empty(), from);
    }
    if (uri.group("query") != null && !isLoopback(uri.group("host"))) {
      settings.error("TEAMFLOW_MAIL_SMTP_URI: tls=none is for a server on this machine only");
    }
    return new Mail(Optional.of(URI.create(server)), from);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  /**
   * Where browsers reach the installation, never what a request says of itself; without a setting,
   * this node.
   */
  public URI publicUrl(int port) {
    String host = httpHost.contains(":") ? "[" + httpHost + "]" : httpHost;
    return publicUrl.orElseGet(() -> URI.create("http://" + host + ":" + port));
  }

  private static Optional<URI> publicUrl(Settings settings) {
    String text = settings.text("http.public-url");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches("https?://[^/?#@\\s]+/?") || Settings.uri(text).isEmpty()) {
      settings.error("TEAMFLOW_HTTP_PUBLIC_URL must look like https://teamflow.example.org");
      return Optional.empty();
    }
    return Settings.uri(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }

  private static Port port(Settings settings, String key) {
    return new Port(settings.number(key, 1, 65_535), settings.isExplicit(key));
  }

  private static Optional<URI> postgresUri(Settings settings, String key) {
    String text = settings.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches("postgres(ql)?://[^@/]+@[^/]+/.+")) {
      settings.error(
          Settings.variable(key) + " must look like postgresql://user:password@host:port/database");
      return Optional.empty();
    }
    return Optional.of(URI.create(text));
  }

  private static Optional<RedisOption> redis(Settings settings) {
    String text = settings.text("redis.uri");
    Duration patience = Duration.ofMillis(settings.number("redis.timeout-ms", 10, 10_000));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text);
      if (text.matches("rediss?://([^@]+@)?[^@/?#]+(/[0-9]{1,5})?") && uri.getHost() != null) {
        return Optional.of(new RedisOption(uri, patience));
      }
    } catch (URISyntaxException _) {
      // told below, without the text, which may hold a password
    }
    settings.error(
        Settings.variable("redis.uri")
            + " must look like redis://user:password@host:port/database, or rediss:// for TLS;"
            + " what is special in a user or password is percent-encoded");
    return Optional.empty();
  }

  private static List<String> trustedProxies(Settings settings) {
    List<String> proxies = settings.list("http.trusted-proxies");
    try {
      new ClientAddress(proxies);
    } catch (IllegalArgumentException e) {
      settings.error(Settings.variable("http.trusted-proxies") + ": " + e.getMessage());
    }
    return proxies;
  }

  private static JoinOption join(Settings settings) {
    List<String> members = settings.list("cluster.members");
    String how = settings.text("cluster.join");
    if ((how.equals("tcp") || how.equals("dns")) && members.isEmpty()) {
      settings.error("TEAMFLOW_CLUSTER_MEMBERS must name the other nodes for " + how);
    }
    return switch (how) {
      case "none" -> new JoinOption.None();
      case "local" -> new JoinOption.Local();
      case "tcp" -> new JoinOption.Tcp(members);
      case "dns" -> new JoinOption.Dns(members.isEmpty() ? "" : members.getFirst());
      default -> {
        settings.error("TEAMFLOW_CLUSTER_JOIN must be local, tcp, dns or none, is " + how);
        yield new JoinOption.None();
      }
    };
  }

  private static String clusterHost(Settings settings) {
    String host = settings.text("cluster.host");
    boolean allowed = settings.flag("cluster.allow-public");
    if (!allowed && !isLoopback(host)) {
      settings.error(
          "TEAMFLOW_CLUSTER_HOST: the cluster trusts whoever reaches "
              + host
              + ". Set TEAMFLOW_CLUSTER_ALLOW_PUBLIC=true if every machine there is yours, and"
              + " TEAMFLOW_CLUSTER_TLS_CERTIFICATE_FILE for what nodes say to each other.");
    }
    return host;
  }

  /** All three files or none. */
  private static Optional<BusTls> busTls(Settings settings) {
    List<String> keys =
        List.of(
            "cluster.tls.certificate-file", "cluster.tls.key-file", "cluster.tls.authority-file");
    if (keys.stream().allMatch(key -> settings.text(key).isEmpty())) {
      return Optional.empty();
    }
    List<Path> files = new ArrayList<>();
    for (String key : keys) {
      Path file = Path.of(settings.text(key));
      files.add(file);
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        settings.error(
            Settings.variable(key)
                + " must name a file that can be read, is \""
                + file
                + "\". With one of the three of TEAMFLOW_CLUSTER_TLS_ all are needed.");
      }
    }
    return Optional.of(new BusTls(files.get(0), files.get(1), files.get(2)));
  }

  private static <E extends Enum<E>> Optional<E> choice(
      Settings settings, String key, String name, E[] choices) {
    for (E choice : choices) {
      if (choice.name().equals(name.toUpperCase(Locale.ROOT))) {
        return Optional.of(choice);
      }
    }
    settings.error(
        Settings.variable(key)
            + " must be of "
            + List.of(choices).toString().toLowerCase(Locale.ROOT)
            + ", is "
            + name);
    return Optional.empty();
  }
}
