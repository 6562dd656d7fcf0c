package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Takes the text of a comment away for good; its place among the others stays. For its author and
 * for admins of the team. Of a deleted comment nothing is left to do, so that a repetition
 * succeeds.
 *
 * @param version the version the caller saw; another one is refused
 */
@WireName("comment.delete")
public record DeleteComment(UUID commentId, long version) implements Command {}
