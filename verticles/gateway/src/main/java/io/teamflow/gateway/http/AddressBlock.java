package io.teamflow.gateway.http;

import java.net.InetAddress;
import java.util.Arrays;

/** The IP addresses that begin with the same bits (RFC 4632, RFC 4291). */
final class AddressBlock {
  private final byte[] address;
  private final int prefix;

  private AddressBlock(byte[] address, int prefix) {
    this.address = address;
    this.prefix = prefix;
  }

  /**
   * Reads a block such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}, or a single address.
   *
   * @throws IllegalArgumentException naming the text when it is neither
   */
  static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash));
    if (address != null) {
      int bits = address.getAddress().length * Byte.SIZE;
      int prefix = slash < 0 ? bits : number(text.substring(slash + 1));
      if (prefix >= 0 && prefix <= bits) {
        return new AddressBlock(address.getAddress(), prefix);
      }
    }
    throw new IllegalArgumentException(text + " is neither an IP address nor a block of them");
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
  }

  boolean contains(InetAddress other) {
    byte[] bytes = other.getAddress();
    int whole = prefix / Byte.SIZE;
    int rest = 0xff00 >> prefix % Byte.SIZE; // the bits of the next byte that count
    return bytes.length == address.length
        && Arrays.equals(bytes, 0, whole, address, 0, whole)
        && (whole == bytes.length || ((bytes[whole] ^ address[whole]) & rest & 0xff) == 0);
  }
}
