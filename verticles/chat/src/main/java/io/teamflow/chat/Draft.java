package io.teamflow.chat;

import io.teamflow.codecs.chat.SendMessage;
import java.util.UUID;

/** A message that waits for its group to commit. */
record Draft(UUID sender, SendMessage message) {}
