package io.teamflow.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
  private static final List<String> PROXIES =
      List.of("10.0.0.0/8", "192.0.2.7", "2001:db8:1::/48", "fd00::7");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9  | 198.51.100.1              | 203.0.113.9", // no proxy of ours
        "10.1.2.3     | 198.51.100.1              | 198.51.100.1",
        "192.0.2.7    | 198.51.100.1              | 198.51.100.1",
        "192.0.2.8    | 198.51.100.1              | 192.0.2.8",
        "10.1.2.3     | 6.6.6.6, 198.51.100.1     | 198.51.100.1", // the left was sent by the
        // client
        "10.1.2.3     | 6.6.6.6,198.51.100.1,10.9.9.9 | 198.51.100.1", // two proxies
        "10.1.2.3     | 10.4.4.4, 10.5.5.5        | 10.4.4.4", // the client is one of us
        "10.1.2.3     | 198.51.100.1:4711         | 198.51.100.1",
        "10.1.2.3     | [2001:db8:2::1]:4711      | 2001:db8:2::1",
        "10.1.2.3     | 2001:DB8:2:0::1           | 2001:db8:2::1",
        "10.1.2.3     | ::ffff:198.51.100.1       | 198.51.100.1",
        "10.1.2.3     | 198.51.100.1, unknown     | 10.1.2.3", // whoever that was
        "10.1.2.3     | example.org               | 10.1.2.3", // no name is looked up
        "10.1.2.3     | [                         | 10.1.2.3",
        "10.1.2.3     | ''                        | 10.1.2.3",
        "2001:db8:1::5| 198.51.100.1              | 198.51.100.1",
        "fd00::7      | 2001:db8:2::1             | 2001:db8:2::1",
        "fd00::8      | 2001:db8:2::1             | fd00::8",
      })
  void onlyATrustedProxyIsBelieved(String peer, String forwarded, String client) {
    ClientAddress addresses = new ClientAddress(PROXIES);
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("x-forwarded-for", forwarded);
    SocketAddress socket = SocketAddress.inetSocketAddress(4711, peer);
    assertEquals(client, addresses.of(socket, headers));
    assertEquals(peer, new ClientAddress(List.of()).of(socket, headers));
    assertEquals(peer, addresses.of(socket, MultiMap.caseInsensitiveMultiMap()));
  }

  @Test
  void severalHeadersAreOneList() {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("X-Forwarded-For", "6.6.6.6, 198.51.100.1")
            .add("X-Forwarded-For", "10.9.9.9");
    assertEquals(
        "198.51.100.1",
        new ClientAddress(PROXIES).of(SocketAddress.inetSocketAddress(1, "10.1.2.3"), headers));
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.1, 198.51.100.1",
    "2001:db8:2:3:4:5:6:7, 20010db800020003/64",
    "2001:db8:2:3:ffff::1, 20010db800020003/64",
    "2001:db8:2:4::1, 20010db800020004/64",
    "::1, 0000000000000000/64",
    "::ffff:198.51.100.1, ::ffff:198.51.100.1",
    "'', ''",
  })
  void limitsCountAnIpv6NetworkAsOneSource(String address, String source) {
    assertEquals(source, ClientAddress.source(address));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.255.0.1/8, 10.0.0.0, true",
    "192.0.2.64/27, 192.0.2.64, true",
    "192.0.2.64/27, 192.0.2.95, true",
    "192.0.2.64/27, 192.0.2.96, false",
    "192.0.2.64/27, 192.0.2.63, false",
    "192.0.2.64/32, 192.0.2.65, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 203.0.113.9, false",
    "2001:db8:8000::/33, 2001:db8:ffff::1, true",
    "2001:db8:8000::/33, 2001:db8:7fff::1, false",
  })
  void aBlockHasTheAddressesThatBeginAlike(String block, String peer, boolean trusted) {
    String client =
        new ClientAddress(List.of(block))
            .of(
                SocketAddress.inetSocketAddress(1, peer),
                MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-For", "198.51.100.1"));
    assertEquals(trusted ? "198.51.100.1" : peer, client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "::/129",
        "/8",
        "1.2/8",
        "010.0.0.0/8",
        "10.0.0.0/+8",
        ""
      })
  void whatIsNoBlockIsNamed(String block) {
    String told =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> new ClientAddress(List.of(block)))
                .getMessage());
    assertTrue(told.startsWith(block + " "), told);
  }
}
