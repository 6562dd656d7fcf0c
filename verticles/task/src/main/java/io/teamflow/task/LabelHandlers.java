package io.teamflow.task;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.CreateLabel;
import io.teamflow.codecs.task.DeleteLabel;
import io.teamflow.codecs.task.LabelMessages;
import io.teamflow.codecs.task.ListLabels;
import io.teamflow.codecs.task.PatchLabel;
import io.teamflow.stream.StreamPublisher;
import io.vertx.core.Future;

/** Answers the addresses about labels. */
final class LabelHandlers {
  private final PgLabelStore labels;
  private final StreamPublisher stream;

  LabelHandlers(PgLabelStore labels, StreamPublisher stream) {
    this.labels = labels;
    this.stream = stream;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(LabelMessages.CREATE, this::create),
        bus.serve(LabelMessages.LIST, this::list),
        bus.serve(LabelMessages.PATCH, this::patch),
        bus.serve(LabelMessages.DELETE, this::delete));
  }

  private Future<Resource> create(Caller caller, CreateLabel command) {
    return labels
        .insertIfMember(caller, command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("project")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<ResourcePage> list(Caller caller, ListLabels command) {
    return labels
        .listIfMember(caller.user(), command.projectId(), command.page())
        .map(page -> page.orElseThrow(() -> Failure.notFound("project")));
  }

  private Future<Resource> patch(Caller caller, PatchLabel command) {
    return labels
        .updateIfVersion(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("label")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<Done> delete(Caller caller, DeleteLabel command) {
    return labels
        .deleteIfVersion(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("label")))
        .map(
            written -> {
              written.publishTo(stream);
              return new Done();
            });
  }
}
