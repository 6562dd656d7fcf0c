package io.teamflow.codecs.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Speaks the wire form of the bus as a release of the future may, from a node without a {@link
 * Bus}.
 */
final class NewerRelease {
  private static final DeliveryOptions OPTIONS =
      new DeliveryOptions().setCodecName(RecordCodec.NAME).setSendTimeout(2_500);

  /** A message by its logical name and JSON, whatever they are. */
  record Form(String name, String json) {}

  private final Vertx vertx;
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();

  NewerRelease(Vertx vertx) {
    this.vertx = vertx;
    vertx.eventBus().registerCodec(new FormCodec());
    vertx.eventBus().registerDefaultCodec(Failure.class, new FailureCodec());
  }

  Form request(String address, String name, String json) throws Exception {
    return vertx
        .eventBus()
        .<Form>request(address, new Form(name, json), OPTIONS)
        .await(3, TimeUnit.SECONDS)
        .body();
  }

  void answer(String address, String name, String json) throws Exception {
    MessageConsumer<Object> consumer =
        vertx.eventBus().consumer(address, message -> message.reply(new Form(name, json), OPTIONS));
    consumers.add(consumer);
    consumer.completion().await(5, TimeUnit.SECONDS);
  }

  void stopAnswering() throws Exception {
    Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
        .await(5, TimeUnit.SECONDS);
    consumers.clear();
  }

  private static final class FormCodec implements MessageCodec<Form, Form> {
    @Override
    public void encodeToWire(Buffer buffer, Form form) {
      buffer.appendBuffer(Wire.form(form.name(), form.json()));
    }

    @Override
    public Form decodeFromWire(int pos, Buffer buffer) {
      int nameStart = pos + Integer.BYTES + Short.BYTES;
      int jsonStart = nameStart + buffer.getUnsignedShort(pos + Integer.BYTES);
      int end = pos + Integer.BYTES + buffer.getInt(pos);
      return new Form(buffer.getString(nameStart, jsonStart), buffer.getString(jsonStart, end));
    }

    @Override
    public Form transform(Form form) {
      return form;
    }

    @Override
    public String name() {
      return RecordCodec.NAME;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
