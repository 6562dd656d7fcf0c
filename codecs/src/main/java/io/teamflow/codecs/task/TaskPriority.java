package io.teamflow.codecs.task;

/** How soon a task wants attention, least first. */
public enum TaskPriority {
  LOW,
  MEDIUM,
  HIGH,
  URGENT
}
