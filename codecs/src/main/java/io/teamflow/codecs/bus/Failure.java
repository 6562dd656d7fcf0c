package io.teamflow.codecs.bus;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a command was not carried out. Travels over the bus as the reply; has no stack trace, because
 * it is an answer and not a defect.
 */
public final class Failure extends ReplyException {

  private static final long serialVersionUID = 1L;

  /** Stable codes; they travel by name. */
  public enum Code {
    /** The command is malformed or breaks a bound; repeating it cannot help. */
    INVALID(false),
    /** Nobody is signed in, or the credentials are wrong. */
    UNAUTHENTICATED(false),
    /** The caller may see the thing but not do this to it. */
    FORBIDDEN(false),
    /** The thing does not exist, or the caller may not know that it does. */
    NOT_FOUND(false),
    /** The state of the thing does not allow it, such as a taken name. */
    CONFLICT(false),
    /** The idempotency key was used for another request. */
    KEY_REUSED(false),
    /** The version the caller saw is not the current one. */
    PRECONDITION(false),
    /** A rate or a quota is used up; later is fine. */
    LIMITED(true),
    /** Nobody could answer in time; whether a change happened is unknown. */
    UNAVAILABLE(true),
    /** A defect of ours. */
    INTERNAL(false);

    private final boolean retryable;

    Code(boolean retryable) {
      this.retryable = retryable;
    }

    /** Whether the same command may succeed later without being changed. */
    public boolean retryable() {
      return retryable;
    }
  }

  /** The number Vert.x asks for; the {@link Code} says more. */
  private static final int NO_NUMBER = -1;

  private final Code code;
  private final transient List<Violation> violations;
  private final transient @Nullable Resource current;

  Failure(Code code, String detail, List<Violation> violations, @Nullable Resource current) {
    super(ReplyFailure.RECIPIENT_FAILURE, NO_NUMBER, detail);
    this.code = code;
    this.violations = List.copyOf(violations);
    this.current = current;
  }

  private Failure(Code code, String detail) {
    this(code, detail, List.of(), null);
  }

  public static Failure invalid(String detail) {
    return new Failure(Code.INVALID, detail);
  }

  /** The same failure of a part of the command, that stands at a pointer. */
  public Failure at(String pointer) {
    return new Failure(
        code,
        detail(),
        violations.stream().map(v -> new Violation(pointer + v.pointer(), v.detail())).toList(),
        current);
  }

  /** A command with at least one violation, all of them listed. */
  public static Failure invalid(List<Violation> violations) {
    return new Failure(
        Code.INVALID, "The request has " + violations.size() + " error(s).", violations, null);
  }

  public static Failure unauthenticated(String detail) {
    return new Failure(Code.UNAUTHENTICATED, detail);
  }

  /** Credentials that lack something, and what. */
  public static Failure unauthenticated(String detail, List<Violation> violations) {
    return new Failure(Code.UNAUTHENTICATED, detail, violations, null);
  }

  public static Failure forbidden(String detail) {
    return new Failure(Code.FORBIDDEN, detail);
  }

  /** The same answer for what is absent and for what the caller may not know about. */
  public static Failure notFound(String thing) {
    return new Failure(Code.NOT_FOUND, "There is no such " + thing + ", or you are not a member.");
  }

  public static Failure conflict(String detail) {
    return new Failure(Code.CONFLICT, detail);
  }

  /** A conflict of several parts of a command, each with what stands in its way. */
  public static Failure conflict(String detail, List<Violation> violations) {
    return new Failure(Code.CONFLICT, detail, violations, null);
  }

  /** The same idempotency key came with another body. */
  public static Failure keyReused() {
    return new Failure(
        Code.KEY_REUSED, "The Idempotency-Key was used for another request. Make a new one.");
  }

  /** The caller's version is stale; the current representation is handed back. */
  public static Failure stale(Resource current) {
    return new Failure(
        Code.PRECONDITION,
        "Somebody changed it since you read it. Apply your change to the current version.",
        List.of(),
        current);
  }

  public static Failure limited(String detail) {
    return new Failure(Code.LIMITED, detail);
  }

  public static Failure unavailable(String detail) {
    return new Failure(Code.UNAVAILABLE, detail);
  }

  public static Failure internal() {
    return new Failure(Code.INTERNAL, "Something went wrong on our side.");
  }

  public Code code() {
    return code;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public List<Violation> violations() {
    return violations;
  }

  /** The current representation, when {@link Code#PRECONDITION} was answered with one. */
  public @Nullable Resource current() {
    return current;
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // does nothing, so nothing to guard
  public Throwable fillInStackTrace() {
    return this;
  }
}
