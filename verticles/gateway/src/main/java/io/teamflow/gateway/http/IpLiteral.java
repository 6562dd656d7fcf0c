package io.teamflow.gateway.http;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** An IP address as text, read without asking a name server. */
final class IpLiteral {
  private IpLiteral() {}

  /**
   * The address, which is an IPv4 one for {@code ::ffff:192.0.2.1} too; null for anything else,
   * also for the forms of IPv4 that few know, such as {@code 10.1} and {@code 010.0.0.1}.
   */
  static @Nullable InetAddress parse(String text) {
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      return text.indexOf(':') >= 0 || text.equals(address.getHostAddress()) ? address : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
