package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.stream.database.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fractional indexing, held against the vectors that its authors published. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RankTest {
  private static final long SEED = 20_261_125;

  private TestDatabase database;
  private Connection connection;
  private PreparedStatement between;

  @BeforeAll
  void open() throws SQLException {
    database = TestDatabase.create();
    connection = database.connect();
    between = connection.prepareStatement("SELECT rank_between(?, ?)");
  }

  @AfterAll
  void close() throws SQLException {
    connection.close();
    database.close();
  }

  @ParameterizedTest
  @CsvSource({
    ",, a0",
    ", a0, Zz",
    ", Zz, Zy",
    "a0,, a1",
    "a1,, a2",
    "a0, a1, a0V",
    "a1, a2, a1V",
    "a0V, a1, a0l",
    "Zz, a0, ZzV",
    "Zz, a1, a0",
    ", Y00, Xzzz",
    "bzz,, c000",
    "a0, a0V, a0G",
    "a0, a0G, a08",
    "b125, b129, b127",
    "a0, a1V, a1",
    "Zz, a01, a0",
    ", a0V, a0",
    ", b999, b99",
    ", A000000000000000000000000001, A000000000000000000000000000V",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzy,, zzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzz,, zzzzzzzzzzzzzzzzzzzzzzzzzzzV"
  })
  void theRankBetweenTwoIsThePublishedOne(
      @Nullable String low, @Nullable String high, String expected) throws SQLException {
    assertEquals(expected, between(low, high));
  }

  @ParameterizedTest
  @CsvSource({
    ", A00000000000000000000000000",
    "a00,",
    "a00, a1",
    "0, 1",
    "a1, a0",
    "a1, a1",
    "b1,",
    "a0-,"
  })
  void whatIsNoRankOrTheWrongWayRoundIsRefused(@Nullable String low, @Nullable String high) {
    SQLException refused = assertThrows(SQLException.class, () -> between(low, high));
    assertEquals("22023", refused.getSQLState());
  }

  @Test
  void whereverRanksAreInsertedTheyStayInOrderAndNoneEndsWithZero() throws SQLException {
    Random random = new Random(SEED);
    List<String> ranks = new ArrayList<>();
    int place = 0;
    for (int i = 0; i < 3_000; i++) {
      // half of them anywhere, half of them again and again around the same place
      place = i % 2 == 0 ? random.nextInt(ranks.size() + 1) : place + i % 4 / 2;
      String low = place == 0 ? null : ranks.get(place - 1);
      String high = place == ranks.size() ? null : ranks.get(place);
      String rank = between(low, high);
      assertTrue(low == null || low.compareTo(rank) < 0, low + " " + rank);
      assertTrue(high == null || rank.compareTo(high) < 0, rank + " " + high);
      assertTrue(rank.matches("[a-zA-Z][0-9A-Za-z]+"), rank);
      assertTrue(isWhole(rank) || !rank.endsWith("0"), rank);
      ranks.add(place, rank);
    }
  }

  @Test
  void ranksAreSpreadInOrderBetweenTwo() throws SQLException {
    for (String[] ends :
        new String[][] {{"a0", "a1"}, {null, "a0"}, {"b00", null}, {null, null}, {"Zz", "a0V"}}) {
      try (var spread =
          connection.prepareStatement("SELECT r FROM unnest(rank_spread(?, ?, 500)) r")) {
        spread.setString(1, ends[0]);
        spread.setString(2, ends[1]);
        ResultSet rows = spread.executeQuery();
        String last = ends[0];
        int count = 0;
        while (rows.next()) {
          String rank = rows.getString(1);
          assertTrue(last == null || last.compareTo(rank) < 0, last + " " + rank);
          assertTrue(rank.length() <= 5, rank);
          last = rank;
          count++;
        }
        assertEquals(500, count);
        assertTrue(ends[1] == null || String.valueOf(last).compareTo(ends[1]) < 0, last);
      }
    }
  }

  @Test
  void inAStrictProjectWorkGoesOneColumnAtATimeAndElsewhereAnywhere() throws SQLException {
    String all = "unnest('{TODO,IN_PROGRESS,DONE}'::text[])";
    String allowed =
        "SELECT a || '>' || b FROM %s a, %s b WHERE a <> b AND may_become(a, b, '%s') ORDER BY 1";
    assertEquals(
        List.of("DONE>IN_PROGRESS", "IN_PROGRESS>DONE", "IN_PROGRESS>TODO", "TODO>IN_PROGRESS"),
        database.select(allowed.formatted(all, all, "strict")));
    assertEquals(6, database.select(allowed.formatted(all, all, "free")).size());
  }

  /** Whether a rank has no fraction, as its first character tells. */
  private static boolean isWhole(String rank) {
    char head = rank.charAt(0);
    return rank.length() == 2 + (head < 'a' ? 'Z' - head : head - 'a');
  }

  private String between(@Nullable String low, @Nullable String high) throws SQLException {
    between.setString(1, low);
    between.setString(2, high);
    ResultSet row = between.executeQuery();
    row.next();
    return row.getString(1);
  }
}
