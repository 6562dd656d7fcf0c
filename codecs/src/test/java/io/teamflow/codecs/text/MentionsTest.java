package io.teamflow.codecs.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MentionsTest {
  private static final UUID ADA = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
  private static final UUID BEN = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8058");

  @Test
  void everybodyIsMentionedOnceInTheOrderOfTheText() {
    assertEquals(
        List.of(BEN, ADA),
        Mentions.in(
            "<@"
                + BEN
                + "> and <@"
                + ADA
                + ">, <@"
                + BEN.toString().toUpperCase(java.util.Locale.ROOT)
                + ">"));
  }

  @Test
  void whatOnlyLooksLikeOneIsText() {
    assertEquals(List.of(), Mentions.in("@ada <@ada> <@" + ADA + " " + ADA + "> <@@" + ADA + ">"));
  }

  @Test
  void oneTextCallsAtMostFiftyPeople() {
    String text =
        IntStream.range(0, 80)
            .mapToObj(i -> "<@" + new UUID(7, i) + ">")
            .collect(Collectors.joining());
    assertEquals(Mentions.MAX, Mentions.in(text).size());
  }
}
