package io.teamflow.bench.seed;

import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What a team writes, drawn from a random sequence. */
final class Words {
  static final List<String> TEAMS = List.of("Product", "Platform", "Customer Success");

  /** Of each project: the team (an index) and the name. */
  static final List<Project> PROJECTS =
      List.of(
          new Project(0, "Web site"),
          new Project(0, "Mobile app"),
          new Project(0, "Onboarding"),
          new Project(1, "Billing"),
          new Project(1, "Search"),
          new Project(1, "Operations"),
          new Project(2, "Help center"),
          new Project(2, "Spring webinar"));

  static final List<Label> LABELS =
      List.of(
          new Label("bug", "#d73a4a"),
          new Label("feature", "#1f6feb"),
          new Label("design", "#a371f7"),
          new Label("debt", "#9e6a03"),
          new Label("customer", "#2da44e"));

  private static final List<String> VERBS =
      List.of("Draw", "Test", "Rewrite", "Measure", "Ship", "Review", "Describe", "Repair");
  private static final List<String> THINGS =
      List.of(
          "the sign-in page",
          "the invoice export",
          "the search index",
          "the weekly report",
          "the empty state of the board",
          "the keyboard shortcuts",
          "the price table",
          "the nightly backup",
          "the welcome mail",
          "the list of members");
  private static final List<String> ENDS =
      List.of("", " on small screens", " for the beta group", " once more", " before the release");
  private static final List<String> REASONS =
      List.of(
          "Three customers asked for it this week.",
          "It is slow on old phones, see the notes of the last call.",
          "- agree on the wording\n- try it with two users\n- **then** announce it",
          "");
  private static final List<String> SAYINGS =
      List.of(
          "I have a first version, who has time to look?",
          "Looks good to me. One question: what happens offline?",
          "Moved it to tomorrow, the numbers are not in yet.",
          "Done and deployed.",
          "Can we talk about this at eleven?",
          "The customer is happy with it.");

  record Project(int team, String name) {}

  record Label(String name, String color) {}

  private final Random random;

  Words(long seed) {
    random = new Random(seed);
  }

  String title() {
    return one(VERBS) + " " + one(THINGS) + one(ENDS);
  }

  String description() {
    return one(REASONS);
  }

  String saying() {
    return one(SAYINGS);
  }

  UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** True in so many cases of a hundred. */
  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }
}
