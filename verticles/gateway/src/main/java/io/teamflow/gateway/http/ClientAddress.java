package io.teamflow.gateway.http;

import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * Where a request comes from. What {@code X-Forwarded-For} says is believed of trusted proxies
 * only, and of its entries only those that such a proxy has written: from the right, up to the
 * first address that is no proxy.
 */
public final class ClientAddress {
  private static final int NETWORK_BYTES = 8;

  private final List<AddressBlock> proxies;

  /**
   * @param trustedProxies addresses and CIDR blocks
   * @throws IllegalArgumentException naming the one that is neither
   */
  public ClientAddress(Collection<String> trustedProxies) {
    this.proxies = trustedProxies.stream().map(AddressBlock::parse).toList();
  }

  /**
   * The address of the client, as RFC 5952 writes it.
   *
   * @param peer who is connected to us
   */
  public String of(SocketAddress peer, MultiMap headers) {
    String direct = peer.hostAddress();
    if (proxies.isEmpty() && direct.indexOf(':') < 0) {
      return direct; // as nearly always
    }
    InetAddress address = IpLiteral.parse(direct);
    if (address == null) {
      return direct;
    }
    return NetUtil.toAddressString(isProxy(address) ? behind(address, headers) : address);
  }

  private InetAddress behind(InetAddress proxy, MultiMap headers) {
    InetAddress nearest = proxy;
    for (String entry : hops(headers).reversed()) {
      InetAddress before = IpLiteral.parse(withoutPort(entry.strip()));
      if (before == null) {
        return nearest; // who is behind something else than an address cannot be told
      }
      nearest = before;
      if (!isProxy(nearest)) {
        return nearest;
      }
    }
    return nearest;
  }

  private static List<String> hops(MultiMap headers) {
    return headers.getAll("X-Forwarded-For").stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .toList();
  }

  private boolean isProxy(InetAddress address) {
    return proxies.stream().anyMatch(block -> block.contains(address));
  }

  /** Some proxies write {@code 192.0.2.1:4711} and {@code [2001:db8::1]:4711}. */
  private static String withoutPort(String entry) {
    if (entry.startsWith("[")) {
      return entry.substring(1, Math.max(1, entry.indexOf(']')));
    }
    int colon = entry.indexOf(':');
    return colon >= 0 && colon == entry.lastIndexOf(':') ? entry.substring(0, colon) : entry;
  }

  /**
   * What limits count an address as: an IPv6 one as its network, in hexadecimal, since whoever has
   * one has them all.
   *
   * @param address as {@link #of} tells it
   */
  public static String source(String address) {
    if (!(IpLiteral.parse(address) instanceof Inet6Address six)) {
      return address;
    }
    return HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES) + "/64";
  }
}
