package io.teamflow.codecs.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which spellings are one address. */
class EmailKeyTest {
  @ParameterizedTest
  @CsvSource({
    "ada@example.org, ADA@Example.ORG",
    "ada@example.org, ＡＤＡ@example.org",
    "zoë@example.org, zoe\u0308@example.org",
    "straße@example.org, STRASSE@example.org",
    "σίσυφος@example.org, ΣΊΣΥΦΟΣ@example.org",
    "a@bücher.example, A@BÜCHER.example",
    "a@bücher.example, a@xn--bcher-kva.example",
    "a@bücher.example, a@XN--BCHER-KVA.EXAMPLE",
    "a@例え.jp, a@例え。jp",
  })
  void oneAddress(String one, String other) {
    assertEquals(EmailKey.of(one), EmailKey.of(other));
  }

  @ParameterizedTest
  @CsvSource({
    "ada@example.org, ada@example.com",
    "ada@example.org, adа@example.org",
    "ada@example.org, a.da@example.org",
    "ada@example.org, ada+work@example.org",
  })
  void twoAddresses(String one, String other) {
    assertNotEquals(EmailKey.of(one), EmailKey.of(other));
  }

  @Test
  void aDomainWithoutAnAsciiFormIsKeptAsItIs() {
    String domain = "ü".repeat(80) + ".example";
    assertEquals("ada@" + domain, EmailKey.of("Ada@" + domain));
  }
}
