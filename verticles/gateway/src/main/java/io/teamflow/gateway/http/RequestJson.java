package io.teamflow.gateway.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.teamflow.codecs.bus.Change;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Violation;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies strictly: an unknown or repeated member, a wrong type, a number for a text
 * or anything behind the value is refused with a JSON Pointer to it.
 */
public final class RequestJson {
  private static final int DEPTH_MAX = 32;

  private static final ObjectMapper STRICT = strict();

  private RequestJson() {}

  /**
   * The value that a body holds.
   *
   * @throws Failure INVALID
   */
  public static <T> T read(@Nullable Buffer body, Class<T> type) {
    if (body == null || body.length() == 0) {
      throw Failure.invalid("The request needs a JSON body.");
    }
    try {
      T value = STRICT.readValue(body.getBytes(), type);
      if (value == null) {
        throw Failure.invalid("The body must be a JSON object.");
      }
      return value;
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  private static Failure refusal(IOException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof Failure failure) {
        return error instanceof JsonMappingException part ? failure.at(pointer(part)) : failure;
      }
    }
    if (error instanceof StreamReadException || !(error instanceof JsonMappingException mapping)) {
      return error instanceof JsonParseException parse && parse.getLocation() != null
          ? Failure.invalid(
              "The body is not JSON, at line "
                  + parse.getLocation().getLineNr()
                  + ", column "
                  + parse.getLocation().getColumnNr()
                  + ".")
          : Failure.invalid("The body is not JSON, or nested too deeply.");
    }
    String detail =
        mapping instanceof UnrecognizedPropertyException
            ? "is not known here"
            : "has the wrong type or form";
    return Failure.invalid(List.of(new Violation(pointer(mapping), detail)));
  }

  private static String pointer(JsonMappingException error) {
    return error.getPath().stream()
        .map(
            step ->
                "/"
                    + (step.getFieldName() == null
                        ? String.valueOf(step.getIndex())
                        : step.getFieldName().replace("~", "~0").replace("/", "~1")))
        .collect(Collectors.joining());
  }

  private static ObjectMapper strict() {
    SimpleModule module = new SimpleModule();
    module.addDeserializer(Change.class, new ChangeReader(null));
    module.addDeserializer(Instant.class, new InstantReader());
    ObjectMapper mapper =
        JsonMapper.builder()
            .addModule(module)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    for (CoercionInputShape shape :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build());
    return mapper;
  }

  /** Keeps the difference between an absent member and one that is null. */
  @SuppressWarnings("serial") // never serialized
  private static final class ChangeReader extends StdDeserializer<Change<?>>
      implements ContextualDeserializer {
    private final @Nullable JavaType type;

    ChangeReader(@Nullable JavaType type) {
      super(Change.class);
      this.type = type;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty property) {
      return new ChangeReader(property.getType().containedType(0));
    }

    @Override
    public Change<?> deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return new Change<>(context.readValue(parser, Objects.requireNonNull(type)));
    }

    @Override
    public Change<?> getNullValue(DeserializationContext context) {
      return new Change<>(null);
    }

    @Override
    @SuppressWarnings("NullAway") // Jackson's own contract
    public Object getAbsentValue(DeserializationContext context) {
      return null;
    }
  }

  /** RFC 3339 with an offset, in the years that PostgreSQL and people know. */
  @SuppressWarnings("serial") // never serialized
  private static final class InstantReader extends StdDeserializer<Instant> {
    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (!parser.hasToken(com.fasterxml.jackson.core.JsonToken.VALUE_STRING)) {
        return (Instant) context.handleUnexpectedToken(Instant.class, parser);
      }
      try {
        OffsetDateTime time = OffsetDateTime.parse(parser.getText());
        if (time.getYear() >= 1970 && time.getYear() <= 9999) {
          return time.toInstant();
        }
      } catch (DateTimeException _) {
        // answered below, like a year out of bounds
      }
      return (Instant)
          context.handleWeirdStringValue(Instant.class, parser.getText(), "not RFC 3339");
    }
  }
}
