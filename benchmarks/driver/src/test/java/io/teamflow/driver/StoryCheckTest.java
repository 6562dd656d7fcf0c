package io.teamflow.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StoryCheckTest {
  private final StoryCheck story = new StoryCheck();

  @Test
  void aStoryInOrderIsGood() {
    story.subscribed(5, false, false);
    tell(6, 7, 8);
    story.subscribed(10, true, true);
    tell(9, 10, 11);
    assertTrue(story.violations().isEmpty());
    assertEquals(11, story.position());
    assertEquals(6, story.events().size());
  }

  @Test
  void aGapIsFound() {
    story.subscribed(0, false, false);
    tell(1, 3);
    assertEquals(1, story.violations().size());
    assertTrue(story.violations().getFirst().contains("gap"));
  }

  @Test
  void aDuplicateIsFound() {
    story.subscribed(0, false, false);
    tell(1, 2, 2);
    assertEquals(1, story.violations().size());
  }

  @Test
  void aSwapIsFound() {
    story.subscribed(0, false, false);
    tell(2, 1);
    assertEquals(2, story.violations().size());
  }

  @Test
  void aPositionThatWasForgottenIsFound() {
    story.subscribed(0, false, false);
    tell(1, 2);
    story.subscribed(5, false, true);
    tell(6);
    assertEquals(1, story.violations().size());
    assertTrue(story.violations().getFirst().contains("not known any more"));
  }

  @Test
  void anEventBeforeTheSubscriptionIsFound() {
    tell(1);
    assertEquals(1, story.violations().size());
  }

  private void tell(long... numbers) {
    for (long number : numbers) {
      story.event(ApiClient.read("{\"seq\":" + number + "}"));
    }
  }
}
